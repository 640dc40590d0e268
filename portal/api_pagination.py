"""Pages of short lists: counted exactly, chosen by number."""

from rest_framework.pagination import PageNumberPagination


class NumberedPages(PageNumberPagination):
    """`?page=2&page_size=50`: for communes and the catalogue, which are counted exactly."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 600
