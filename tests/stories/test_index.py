"""Texts that tell one story are joined, others are not, and only one article is the original."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from newscrawl.items import Article, Dateline
from newscrawl.store import Store
from newscrawl.store.tables import story_changes, tellings
from newscrawl.stories import Story, StoryIndex
from tests.stories.made import form, story, words_of


def article(site: str, path: str, text: str, **fields: object) -> Article:
    url = f"https://{site}{path}"
    return Article(url=url, canonical_url=url, site=site, text=text, **fields)  # type: ignore[arg-type]


SAME = story(1)


def test_the_first_of_equal_texts_is_the_original(store: Store) -> None:
    index = StoryIndex(store)
    first = index.add(article("a.test", "/1", SAME))
    assert first == Story(first.id, "original")
    assert index.add(article("b.test", "/2", SAME)) == Story(first.id, "syndicated", first.id, 1.0)
    assert index.add(article("a.test", "/3", SAME)) == Story(first.id, "url_variant", first.id, 1.0)


def test_adding_an_article_twice_says_the_same(store: Store) -> None:
    index = StoryIndex(store)
    assert index.add(article("a.test", "/1", SAME)) == index.add(article("a.test", "/1", SAME))
    assert index.add(article("b.test", "/1", SAME)) == index.add(article("b.test", "/1", SAME))


@pytest.mark.parametrize("text", ["", "Rain.", "Subscribe to read on.", "1 2 3 4 5 6 7 8 9 10 11 12"])
def test_short_texts_are_never_joined(store: Store, text: str) -> None:
    index = StoryIndex(store)
    assert [index.add(article(site, "/1", text)).relation for site in ("a.test", "b.test")] == ["original"] * 2


class TestCopies:
    def test_a_copy_that_lost_its_end_and_changed_words_is_one(self, store: Store) -> None:
        index = StoryIndex(store)
        first = index.add(article("a.test", "/1", SAME))
        paragraphs = SAME.split("\n\n")
        copy = "\n\n".join(["CALDER (ONA) - " + paragraphs[0].replace("the", "The"), *paragraphs[1:-2]])
        told = index.add(article("b.test", "/2", copy))
        assert (told.id, told.relation, told.of) == (first.id, "syndicated", first.id)
        assert told.overlap is not None
        assert told.overlap > 0.7

    def test_paragraphs_in_another_order_are_one_story(self, store: Store) -> None:
        index = StoryIndex(store)
        first = index.add(article("a.test", "/1", SAME))
        first_paragraph, *others = SAME.split("\n\n")
        copy = "\n\n".join([first_paragraph, *reversed(others)])
        assert index.add(article("b.test", "/2", copy)).id == first.id

    @pytest.mark.parametrize(
        "way",
        [
            lambda text: text.replace(" ", "\u00a0").replace("a", "&aacute;").replace("&aacute;", "a"),
            lambda text: text.replace("o", "o\u00ad"),
            lambda text: text.upper(),
            lambda text: text.replace("'", "’"),
            lambda text: text.replace("&", "&amp;amp;"),
        ],
    )
    def test_what_copying_does_to_letters_changes_no_story(self, store: Store, way: object) -> None:
        index = StoryIndex(store)
        first = index.add(article("a.test", "/1", SAME))
        assert index.add(article("b.test", "/2", way(SAME))).id == first.id  # type: ignore[operator]

    def test_other_stories_are_not_joined(self, store: Store) -> None:
        index = StoryIndex(store)
        told = [index.add(article(f"{number % 3}.test", f"/{number}", story(number))) for number in range(60)]
        assert {one.relation for one in told} == {"original"}
        assert len({one.id for one in told}) == 60

    def test_a_form_with_other_names_and_numbers_is_another_story(self, store: Store) -> None:
        index = StoryIndex(store)
        told = [index.add(article(f"{number % 3}.test", f"/{number}", form(number))) for number in range(40)]
        assert {one.relation for one in told} == {"original"}

    def test_a_copy_of_one_of_many_forms_finds_that_one(self, store: Store) -> None:
        index = StoryIndex(store)
        told = [index.add(article("a.test", f"/{number}", form(number))) for number in range(40)]
        for number in (3, 21, 38):
            again = index.add(article("b.test", f"/{number}", form(number) + "\n\nRead more in our business pages."))
            assert again.of == told[number].id

    @pytest.mark.parametrize("language", ["zh", "ja", "th"])
    def test_scripts_without_spaces_are_told_apart_and_joined(self, store: Store, language: str) -> None:
        index = StoryIndex(store)
        told = [index.add(article("a.test", f"/{number}", words_of(language, number))) for number in range(12)]
        assert len({one.id for one in told}) == 12
        trimmed = "\n\n".join(words_of(language, 5).split("\n\n")[:-1])
        assert index.add(article("b.test", "/1", trimmed)).id == told[5].id

    def test_a_variant_is_known_on_its_site_however_many_sites_have_the_story(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        told = [index.add(article(f"s{number}.test", "/1", SAME)) for number in range(30)]
        again = index.add(article("s27.test", "/2", SAME))
        assert (again.relation, again.of) == ("url_variant", told[27].article_id)
        near = index.add(article("s28.test", "/2", SAME + "\n\nRead more in our pages."))
        assert (near.relation, near.of) == ("url_variant", told[28].article_id)


def notice(headline: str, words: int = 60) -> dict[str, str]:
    text = "This page is for readers who have paid for it. " * 3 + " ".join(story(70).split()[: words - 30])
    return {"headline": headline, "text": text}


class TestOfOneSite:
    """What is dropped as a copy must be one."""

    WARNING = (
        "The weather service of Calder warns of gusts of up to {} kilometres an hour along the coast between the two"
        " lighthouses. Whoever has boats there should look after them before dark, and keep away from the quay when the"
        " tide is in. The warning holds until the evening, and the next one follows when it has been written."
    )

    def test_a_notice_with_another_number_is_another_story(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        told = [index.add(article("a.test", f"/{gust}", self.WARNING.format(gust))) for gust in (70, 90, 110)]
        assert [one.relation for one in told] == ["original"] * 3
        assert index.add(article("b.test", "/1", self.WARNING.format(90))).of == told[1].article_id

    def test_a_long_story_with_a_corrected_number_is_no_copy_to_drop(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        text = story(1) + f"\n\nSome 14 people were there, the council said.\n\n{story(2)}"
        first = index.add(article("a.test", "/1", text))
        again = index.add(article("a.test", "/2", text.replace("14 people", "17 people")))
        assert (again.relation, again.of) == ("version", first.article_id)
        elsewhere = index.add(article("b.test", "/2", text.replace("14 people", "19 people")))
        assert elsewhere.relation == "syndicated"

    def test_a_site_s_own_notice_under_several_headlines_is_no_copy(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        headlines = ["Ferry sails again", "Council buys a bridge", "Rain ends at last", "Nobody wins the vote"]
        told = [
            index.add(article("a.test", f"/{number}", **notice(headline))) for number, headline in enumerate(headlines)
        ]
        assert [one.relation for one in told] == ["original"] * 4

    def test_a_short_text_under_its_own_headline_is_one(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        index.add(article("a.test", "/1", **notice("Ferry sails again")))
        assert index.add(article("a.test", "/2", **notice("Ferry sails again today"))).relation == "url_variant"

    def test_a_text_under_another_headline_is_kept(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        index.add(article("a.test", "/1", SAME, headline="Ferry sails again"))
        assert index.add(article("a.test", "/2", SAME, headline="Council buys bridge")).relation == "version"


class TestDigests:
    def test_a_text_that_quotes_ten_stories_is_none_of_them_and_never_a_target(self, store: Store) -> None:
        index = StoryIndex(store)
        texts = [story(number) for number in range(30, 40)]
        told = [index.add(article("a.test", f"/{place}", text)) for place, text in enumerate(texts)]
        digest = "\n\n".join(text.split("\n\n")[0] + "\n\n" + text.split("\n\n")[1] for text in texts)
        assert index.add(article("b.test", "/digest", digest)).relation == "original"
        for place, text in enumerate(texts):
            assert index.add(article("c.test", f"/{place}", text)).id == told[place].id


class TestVersions:
    def test_another_text_at_one_address_is_a_version(self, store: Store) -> None:
        index = StoryIndex(store)
        first = index.add(article("a.test", "/1", SAME))
        changed = SAME + "\n\n" + story(2).split("\n\n")[0]
        told = index.add(article("a.test", "/1", changed))
        assert (told.id, told.relation, told.of) == (first.id, "version", first.id)

    def test_another_story_at_one_address_is_its_own(self, store: Store) -> None:
        index = StoryIndex(store)
        first = index.add(article("a.test", "/1", story(4)))
        told = index.add(article("a.test", "/1", story(5)))
        assert told.relation == "original"
        assert told.id != first.id

    def test_stories_at_one_address_have_ids_of_their_own(self, store: Store) -> None:
        index = StoryIndex(store, keeps=True)
        ids = [index.add(article("a.test", "/1", story(number))).id for number in range(40)]
        assert len(set(ids)) == 40


class TestClaims:
    def test_the_claim_of_a_dead_crawl_is_taken_over(self, store: Store) -> None:
        with store.transaction() as connection:
            store.start_run(connection, "dead", ["a.test"])
        StoryIndex(store, run="dead").add(article("a.test", "/1", SAME))
        living = StoryIndex(store, run="living", is_free=lambda site: site == "a.test")
        assert living.add(article("b.test", "/2", SAME)).relation == "original"

    def test_the_claim_of_a_living_crawl_stands(self, store: Store) -> None:
        with store.transaction() as connection:
            store.start_run(connection, "other", ["a.test"])
        StoryIndex(store, run="other").add(article("a.test", "/1", SAME))
        living = StoryIndex(store, run="living", is_free=lambda site: False)
        assert living.add(article("b.test", "/2", SAME)).relation == "syndicated"

    def test_a_claim_that_is_released_is_nobodys(self, store: Store) -> None:
        index = StoryIndex(store, run="one")
        first = index.add(article("a.test", "/1", SAME))
        with store.transaction() as connection:
            index.release(connection, first.article_id)
        assert index.add(article("b.test", "/2", SAME)).relation == "original"

    def test_two_indexes_on_one_store_know_what_each_other_was_told(self, store: Store) -> None:
        one, other = StoryIndex(store, keeps=True), StoryIndex(store, keeps=True)
        first = one.add(article("a.test", "/1", story(7)))
        assert other.add(article("b.test", "/1", story(7) + "\n\nMore news below.")).of == first.id
        second = other.add(article("a.test", "/2", story(8)))
        assert one.add(article("b.test", "/2", story(8) + "\n\nMore news below.")).of == second.id


class TestOriginals:
    """A republisher may be met first, and its dates lie."""

    WIRE = Dateline(place="CALDER", agency="ONA")

    def add_two(self, store: Store, first: Article, second: Article) -> tuple[Story, Story]:
        index = StoryIndex(store, keeps=True)
        return index.add(first), index.add(second)

    def test_a_copy_that_was_met_first_is_no_original(self, store: Store) -> None:
        copy = article("farm.test", "/1", SAME, dateline=self.WIRE, flags=["date_conflict", "republished"])
        true = article("paper.test", "/1", SAME, dateline=self.WIRE, date_published="2026-11-02")
        was, now = self.add_two(store, copy, true)
        assert (was.relation, now.relation, now.id) == ("original", "original", was.id)
        assert "copy: its page names another origin" in now.evidence
        with store.transaction() as connection:
            row = connection.execute(
                sa.select(tellings.c.relation, tellings.c.of).where(tellings.c.article_id == was.article_id)
            ).one()
            changes = connection.scalars(sa.select(story_changes.c.article_id)).all()
        assert (row.relation, row.of) == ("syndicated", now.article_id)
        assert changes == [was.article_id]

    def test_the_agency_itself_is_the_original(self, store: Store) -> None:
        paper = article("paper.test", "/1", SAME, dateline=self.WIRE)
        agency = article("ona.test", "/1", SAME, dateline=self.WIRE, site_name="ONA")
        _, now = self.add_two(store, paper, agency)
        assert now.relation == "original"
        assert "original: the agency of its own dateline" in now.evidence

    def test_a_wire_story_that_names_nobody_is_no_original_of_one_that_does(self, store: Store) -> None:
        copy = article("farm.test", "/1", SAME, dateline=self.WIRE, flags=["no_author"])
        true = article("paper.test", "/1", SAME, dateline=self.WIRE, authors=["Ines Calloway"])
        _, now = self.add_two(store, copy, true)
        assert now.relation == "original"
        assert "copy: a wire story that names nobody" in now.evidence

    def test_a_day_that_is_claimed_and_a_dateline_that_may_be_lost_prove_nothing(self, store: Store) -> None:
        wire = article("a.test", "/1", SAME, date_published="2026-11-05", dateline=self.WIRE)
        _, now = self.add_two(store, wire, article("b.test", "/1", SAME, date_published="2026-11-03"))
        assert now.relation == "syndicated"
        assert now.evidence == ("original: dateline of ONA", "original: seen first")

    def test_what_was_seen_first_is_the_original_where_nothing_tells(self, store: Store) -> None:
        _, now = self.add_two(store, article("a.test", "/1", SAME), article("b.test", "/1", SAME))
        assert now.relation == "syndicated"
        assert now.evidence == ("original: seen first",)


def test_a_box_in_another_script_changes_no_story(store: Store) -> None:
    index = StoryIndex(store)
    first = index.add(article("a.test", "/1", words_of("zh", 3)[:130]))
    boxed = words_of("zh", 3)[:130] + "\n\n" + story(9).split("\n\n")[0][:250]
    assert index.add(article("b.test", "/1", boxed)).id == first.id


def test_articles_without_a_site_are_copies_of_each_other_and_not_variants(store: Store) -> None:
    index = StoryIndex(store)
    index.add(Article(url="https://a.test/1", text=SAME))
    assert index.add(Article(url="https://b.test/1", text=SAME)).relation == "syndicated"


def test_articles_without_an_address_are_told_apart_by_headline_and_text(store: Store) -> None:
    index = StoryIndex(store, keeps=True)
    told = [index.add(Article(headline="Rain", text=story(number))) for number in (1, 2)]
    assert [one.relation for one in told] == ["original", "original"]
    assert index.add(Article(headline="Rain", text=story(2))) == told[1]
    assert index.add(Article(headline="Storm", text=story(2))).relation == "syndicated"


def test_what_no_database_takes_is_taken(store: Store) -> None:
    told = StoryIndex(store).add(article("a.test", "/1", SAME + "\0\ud800", headline="Rain\0 ends\ud800"))
    assert told.relation == "original"
    assert StoryIndex(store).add(article("b\0.test\ud800", "/1\0\ud800", story(2))).relation == "original"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word",
        "7 " * 3000,
        "word " * 1_000_000,
        "\x00\ud800 \udfff" * 50,
        "\n\n" * 1000,
        "&amp;" * 1000,
        "雨" * 5000,
    ],
)
def test_any_text_is_taken(store: Store, text: str) -> None:
    index = StoryIndex(store, keeps=True)
    assert index.add(article("a.test", "/1", text)).relation == "original"
    assert index.add(article("a.test", "/2", story(3))).relation == "original"
