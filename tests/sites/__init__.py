"""Sites of the fake web, a module for each group of things that a crawl must cope with."""
