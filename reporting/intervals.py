"""How sure a share is. Source: E. B. Wilson, "Probable inference", JASA 22 (1927)."""

from math import sqrt

Z_95 = 1.959964  # two-sided 95 %


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, both ends from 0 to 1.

    >>> low, high = wilson(15, 77)
    >>> round(low, 3), round(high, 3)
    (0.122, 0.297)
    """
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, Z_95**2
    centre = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    reach = Z_95 * sqrt(share * (1 - share) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return max(0.0, centre - reach), min(1.0, centre + reach)
