"""What newscrawl adds to the `scrapy` command; thin, the work is elsewhere."""

BELOW_COMMAND_LINE = 35
"""Priority of settings that a command chooses: above the project's and a spider's, below what is given with -s."""
