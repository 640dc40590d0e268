from datetime import timedelta

import pytest

from portal.celery import app


def queue_of(task):
    return app.amqp.router.route({}, task)["queue"]


def test_each_queue_has_an_exchange_of_its_own():
    """Two queues on one exchange would run every task twice."""
    bindings = {(queue.exchange.name, queue.routing_key) for queue in app.amqp.queues.values()}
    assert bindings == {("clock", "clock"), ("sending", "sending")}


def test_sending_never_stands_in_the_way_of_the_clock():
    assert queue_of("notifications.tasks.drain_outbox").name == "sending"


def test_every_beat_calls_a_task_that_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()


@pytest.mark.parametrize("name", ["sweep-clock", "drain-outbox"])
def test_the_clock_beats_every_15_seconds_and_forgets_what_waited(name):
    entry = app.conf.beat_schedule[name]
    assert (entry["schedule"], entry["options"]["expires"]) == (timedelta(seconds=15), 15)


def test_tidying_is_for_the_night_of_ha_noi():
    entry = app.conf.beat_schedule["tidy-up"]
    assert (app.conf.timezone, entry["schedule"].hour, entry["schedule"].minute) == ("Asia/Ho_Chi_Minh", {2}, {10})
    assert 2 * 3600 + entry["options"]["expires"] < 7 * 3600


def test_a_message_is_not_given_out_again_while_its_task_may_still_run():
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit > app.conf.task_soft_time_limit
