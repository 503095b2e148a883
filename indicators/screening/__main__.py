"""`python -m indicators.screening`: the process of its own that a large upload is screened in."""

from indicators.screening import screened_here
from indicators.screening.apart import answer

if __name__ == "__main__":
    answer(screened_here)
