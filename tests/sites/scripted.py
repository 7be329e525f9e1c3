"""Sites whose pages are made by scripts in a browser, and such that only look like it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.fakeweb import Answer, Site
from tests.sites.crawled import Case
from tests.sites.markup import article_page, page
from tests.sites.stories import Story, stories

PRIVATE = "127.78.9.9"
"""Where a private address answers that no crawl is allowed to reach."""

_NOTICE = "<noscript>Please enable JavaScript to read this site.</noscript>"
_SHELL = (
    "<!doctype html><meta charset=utf-8><title>{title}</title><body><div id='root'></div>{notice}"
    "<script>{script}</script>"
)
_CARDS = """
const show = (list) => list.forEach(([path, headline]) => {
  const link = document.createElement('a');
  link.href = path; link.textContent = headline;
  const box = document.createElement('h3'); box.append(link);
  document.getElementById('root').append(box);
});
"""


def shell(script: str, *, title: str = "The Script Post", notice: str = _NOTICE) -> str:
    """An empty page that a script fills."""
    return _SHELL.format(title=title, notice=notice, script=script)


def site(host: str, name: str, count: int = 14) -> Case:
    """A site with stories that nothing leads to yet."""
    made = Case(Site(host))
    made.publish(stories(count, name))
    return made


def listed(told: Sequence[Story]) -> str:
    return json.dumps([[story.path, story.headline] for story in told])


def scripted_list(host: str, name: str = "scripted", *, more: str = "") -> Case:
    """The front page fetches its list; ``more`` is script that runs before."""
    made = site(host, name)
    made.site.page("/api/list", Answer(listed(made.stories), content_type="application/json"))
    made.site.page("/", shell(f"{_CARDS} {more}; fetch('/api/list').then(r => r.json()).then(show)"))
    return made


def endless_list(host: str, *, has_button: bool = False) -> Case:
    """Four stories a time: as the reader scrolls down, or presses a button."""
    made = site(host, "endless", 28)
    batches = [made.stories[at : at + 4] for at in range(0, 28, 4)]
    for number, batch in enumerate(batches):
        made.site.page(f"/api/{number}", Answer(listed(batch), content_type="application/json"))
    more = (
        f"let at = 0; const more = () => at < {len(batches)} && fetch('/api/' + at++).then(r => r.json()).then(show);"
    )
    if has_button:
        press = "const b = document.createElement('button'); b.textContent = 'Load more'; b.onclick = more;"
        press += "document.body.append(b);"
        made.site.page("/", shell(f"{_CARDS} {more} more(); more(); more(); {press}"))
    else:
        tall = "document.body.style.minHeight = '9000px'; addEventListener('scroll', more);"
        made.site.page("/", shell(f"{_CARDS} {more} more(); more(); more(); {tall}"))
    return made


def scripted_articles(host: str) -> Case:
    """A plain list of articles whose texts scripts put in their places."""
    made = site(host, "applied", 12)
    teasers = "".join(f"<h3><a href='{story.path}'>{story.headline}</a></h3>" for story in made.stories)
    made.site.page("/", page("The Applied Post", teasers))
    for story in made.stories:
        body = json.dumps(article_page(story))
        script = f"const made = new DOMParser().parseFromString({body}, 'text/html').documentElement;"
        script += "document.replaceChild(document.adoptNode(made), document.documentElement)"
        made.site.page(story.path, shell(script.replace("</", "<\\/"), title=story.headline))
    return made


def plain_with_notice(host: str) -> Case:
    """A page with little on it but its text, which has a notice for readers without scripts."""
    made = site(host, "noticed", 4)
    teasers = "".join(f"<h3><a href='{one.path}'>{one.headline}</a></h3><p>{one.paragraphs[0]}" for one in made.stories)
    long = "<p>" + "The paper of four villages, made by hand since the old press was found in a barn. " * 8
    made.site.page("/", page("The Noticed Post", f"{teasers}{long}<div id='app'></div>{_NOTICE}<script>1</script>"))
    return made
