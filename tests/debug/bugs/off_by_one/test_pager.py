import pytest
from pager import links, page, page_count


def test_an_empty_listing_has_one_page():
    assert page_count(0, 10) == 1


def test_full_pages():
    assert page_count(30, 10) == 3


def test_the_last_page_may_be_short():
    assert page(4, 35, 10).label() == "31–35"


def test_a_number_out_of_range_is_brought_back():
    assert page(99, 20, 10).number == 2


def test_links_leave_gaps():
    assert links(5, 100, 10) == [1, None, 4, 5, 6, None, 10]


def test_no_page_without_rows():
    with pytest.raises(ValueError):
        page_count(5, 0)
