"""What every test of dossiers needs beside the cast."""

import pytest


@pytest.fixture(autouse=True)
def _papers_stay_with_the_test(media_folder: None) -> None:
    pass
