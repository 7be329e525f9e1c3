"""Parameters of addresses: which name the page, and which only how a reader came or how the page is shown.

A deny-list: an allow-list would join pages that differ in a parameter nobody thought of. Names are compared in lower
case. Sources: ClearURLs ``data.min.json`` (global rules), AdGuard's TrackParamFilter ``general_url.txt``, the query
filters of Brave and Firefox (click ids), tidy-url's global rules; share and campaign parameters that large publishers
put on their own links, as their share buttons and feeds show them; the documented parameters of WordPress, Blogger,
Joomla, Arc, Escenic and ASP.NET for printed, AMP, mobile and comment views.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Set
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from newscrawl.extraction import words

TRACKING_PREFIXES = (
    "utm_", "utm-", "at_", "pk_", "mtm_", "piwik_", "matomo_", "ns_", "wt_", "wt.", "_hs", "__hs", "hsa_", "itm_",
    "oly_", "otm_", "hmb_", "bsft_", "cx_", "dpg_", "adjust_", "elq", "sara_", "lmd_", "_sgm_", "amp_", "ga_", "cm_mmc",
    "guce_",
)  # fmt: skip
TRACKING_PARAMETERS = words.names(
    """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid ymclid twclid ttclid
    rdt_cid li_fat_id igshid igsh epik srsltid scclid sccid mibextid vgo_ee irclickid irgwc sscid awc tduid cjevent
    erid _branch_match_id mc_cid mc_eid mc_tc mkt_tok _ga _gl _ke _kx _openstat hsctatracking vero_id vero_conv
    wickedid s_kwcid s_cid ef_id rb_clickid ml_subscriber ml_subscriber_hash cm_me cm_cr cm_ven cm_lm spmailingid
    spuserid spjobid spreportid dicbo xtor cmpid intcmp int_cmp intcid ito ocid smid smtyp sr_share spm scm
    scm_id ref_src ref_url ncid n_cid rss_cid dcmp ftcamp fsrc ftag srnd sref wpisrc wpmk cndid bxid mbid esrc nl_id
    newsletterid emailid email_id hss_channel xing_share sharetype share_id shareid share_from sharefrom share_token
    sharetoken share_source share_medium unlocked_article_code referringsource referralsource referralid
    referring_source refpvid acquisitiondata feedtype feedname feed_name rssfeed fromrss trackingid tracking_id
    tracking_source traffic_source wtrid wtmc wt_mc intlink_from_url link_location piano-campaign sthisfb
    ns_campaign emk s_kw ssm nx_source adfrom soc_src soc_trk tsrc .tsrc guccounter __source
    __twitter_impression fb_action_ids fb_action_types fb_source fb_ref fb_comment_id action_object_map
    action_type_map action_ref_map usqp echobox cmp_tu onwardjourney li_source li_medium iref recirc recirculation
    leadsource embedded-checkout refresh_ce socialshare ico mod_source ga_source cvid __cf_chl_tk __io_lv
    _io_session_id sc_src sc_lid sc_llid sc_uid sc_eh wprov pgv_ref qqcom_pgv_from rcmd_alg xt_at
    int_source int_medium int_campaign int_content int_cmp_name int_cmp_id int_cmp_creative itid segmentid maca
    mktcid mktcval gepc pinned_post_locator rec_article nname nrid mega_hp pfrom _pxhc in_source regsource trk_msg
    trk_contact trk_module trk_sid sessionid phpsessid jsessionid
    """
)
"""Parameters that name the way a reader came and never the page, whatever their value."""

_NO_TRACKING = {"at_id"}

_WAYS = words.names(
    """
    ref refer referer referrer reference from frm src source via origin share shared cmp campaign partner rss nl
    newsletter email taboola outbrain sf smo hp homepage isapp is_app cid
    """
)
"""Parameters that name the way a reader came, or, on other sites, the page: they go only from the address of an
article that is named without them, and only where their value is no number."""

_SOMETIMES_TRACKING = words.names(
    """
    camp medium mod module pgtype sharing icid iid taid social feed sc sr sh ss trk track tracking clickid
    click_id affiliate aff affid promo icmp icampaign cta widget placement position pos recommendation rec recid
    linkid link_from from_source fromsource entry entrypoint entry_point rpc tid fbc mailing mc rel rss_source ns
    reflink tblci ob obclick sns snsid app appsrc inapp cre cxid lctg linkback backlink back return_from prev_page
    previous ecid onboard close reduced redirect noredirect redirected nocache no_cache cachebuster
    cachebust refresh reload timestamp rnd rand random _ _t _r swcfpc gaa_at gaa_n gaa_ts gaa_sig ir r curator
    nlid cds accesstoken access_token token gift giftlink gift_token mg tesla oc ved ei bih biw
    usg opi sa
    """
)
"""The same, less plainly: where an id names the article, ``module=news`` may be half of its name."""

_ONLY_BESIDE = {"region": ("pgtype", "module"), "st": ("reflink",)}
"""Names that say nothing beside one of others; alone they may choose an edition."""

_WITH_NUMBERS = words.names(
    """
    share rss isapp is_app nocache no_cache cachebuster cachebust refresh reload rnd rand random timestamp noredirect
    reduced close
    """
)
"""Those of them whose numbers are none of a page."""

_SESSION = words.names(
    """
    phpsessid phpsessionid phpsession jsessionid sessionid session_id session-id sessid sess_id sesid sessionkey
    session_key oscsid zenid cfid cftoken asp.net_sessionid xtcsid mosid bv_sessionid bv_engineid ft_sessionid
    mscssid mscsid visitid visit_id visitorid _sid psessid
    """
)
_SESSION_IF_RANDOM = {"sid": 12, "ssid": 12, "sess": 12, "session": 12, "s": 20}
"""Names that stand for a story or a search as well, and from how many characters on, letters and digits mixed, their
value is a session's."""
_RANDOM = re.compile(r"(?=[^&]*\d)(?=[^&]*[a-z])[0-9a-z]+", re.IGNORECASE)

_FLAGS = words.names(
    """
    amp isamp is_amp _amp ampmode amphtml noamp nonamp ampshare ampcf amp_markup print printable printmode print_mode
    printview print_view printpage print_page printerfriendly printer_friendly printer-friendly printer printversion
    print_version printarticle forprint prt pf druck drucken druckversion imprimir mobile ismobile is_mobile mobileview
    mobile_view mobileversion nomobile fullsite desktop force_desktop forcedesktop showcomments show_comments
    viewcomments view_comments displaycomments comments allcomments all_comments singlepage single_page onepage
    one_page
    """
)
"""Names that choose a view of the page by being there, or by a value that says yes or no."""
_YES_OR_NO = words.names("1 0 true false yes no y n on off full all amp print mobile desktop show open view webview")

_COMMENT_PLACES = words.names(
    """
    showcomment replytocom reply_to_com cpage commentpage comment_page comments_page commentspage comments-page
    commentsort comment_sort
    """
)
"""Names that point into the comments below an article, whatever their value."""
_COMMENTS = words.names("comment commentid comment_id comment-id replyto")

_VIEW_NAMES = words.names(
    """
    outputtype output view format mode template tmpl tpl layout service version display displaymode displaytype
    pagetype page_type variant ui device pagewanted
    """
)
_DOUBTFUL_VIEW_NAMES = words.names(
    "type skin style media action option do act task render theme site show tab panel platform client"
)
_VIEWS = words.names(
    """
    amp amphtml amp-html print printable printer printview print-view printerfriendly printer-friendly
    printer_friendly printversion print_version printpage mobile smartphone touch wap handheld desktop comments
    comment kommentare
    """
)
_WHOLE_NAMES = words.names("page seite pagina pagewanted")
_WHOLE = words.names("all alle full whole todo tout todas single")


class Named(Enum):
    """How well an address without its doubtful parameters names one article."""

    NOT = 0
    HARDLY = 1
    """By a path of two steps, more often a section's: ``/world/asia``."""
    MAYBE = 2
    """By an id among its parameters, or a last step that may be a section's: ``/world-news``."""
    WELL = 3
    """By its path: ``/rain-ends-after-nine-days``."""


_DOUBTFUL = _WAYS | _SOMETIMES_TRACKING | _ONLY_BESIDE.keys() | _SESSION | _SESSION_IF_RANDOM.keys() | _FLAGS
_DOUBTFUL |= _COMMENT_PLACES | _COMMENTS | _VIEW_NAMES | _DOUBTFUL_VIEW_NAMES | _WHOLE_NAMES | {"m"}


_PAGE_NAMES = re.compile(
    r"(?:[a-z_-]*id|id[a-z_-]*|p|no|num|idx|story|article|artikel|articulo|noticia|news|item|post|doc|key|seq|[a-z]*_?no|aid"
    r"|nid|oid|newsno|art[a-z_]*|n)"
)
_NUMBER = re.compile(r"[\d._:-]+")


def follows_readers(name: str) -> bool:
    """Whether a parameter (its name in lower case) says how a reader came, and nothing of the page."""
    return name in TRACKING_PARAMETERS or (name.startswith(TRACKING_PREFIXES) and name not in _NO_TRACKING)


def names_a_page(name: str, value: str) -> bool:
    """Whether a parameter (its name in lower case) is one by which articles are told apart: ``id=77``, ``story=5``."""
    if name in _WAYS or name in _SOMETIMES_TRACKING or follows_readers(name) or _is_session(name, value):
        return False
    return any(char.isdecimal() for char in value) and _PAGE_NAMES.fullmatch(name) is not None


def may_say_nothing(name: str) -> bool:
    """Whether ``says_nothing`` knows a name (lower case) at all."""
    return name in _DOUBTFUL or name.startswith("aspsessionid")


def says_nothing(name: str, value: str, named: Named, names: Set[str]) -> bool:
    """Whether the page is the same without a parameter (its name in lower case); ``names`` are all of the address'.

    The better the rest of the address names an article, the more of what comes on top is the way to it, or a view.
    """
    if name in _FLAGS:
        return not value or value.lower() in _YES_OR_NO
    if name in _COMMENT_PLACES or _is_session(name, value):
        return name not in _SESSION_IF_RANDOM or named is not Named.NOT  # else it may be what names the page
    if value.lower() in _VIEWS and (name in _VIEW_NAMES or (name in _DOUBTFUL_VIEW_NAMES and named is not Named.NOT)):
        return True
    if named is Named.NOT:
        return False
    if name in _COMMENTS or (name in _WHOLE_NAMES and value.lower() in _WHOLE):
        return True
    if name == "tmpl":
        return value.lower() == "component"  # Joomla's page without its frame
    if name == "m":
        return value in ("0", "1")  # Blogger's mobile view
    if named is Named.HARDLY:
        return name in _WAYS and not any(char.isdecimal() for char in value)
    is_way = name in _WAYS or (named is Named.WELL and name in _SOMETIMES_TRACKING)
    is_way = is_way or (named is Named.WELL and not names.isdisjoint(_ONLY_BESIDE.get(name, ())))
    return is_way and (_NUMBER.fullmatch(value) is None or name in _WITH_NUMBERS or name.startswith("_"))


@lru_cache(maxsize=4096)
def tracking_of_site(host: str) -> frozenset[str]:
    """Parameters (lower case) that a public list has as tracking on the site of this host."""
    rules = _rules_of_sites()
    while host:
        if host in rules:
            return rules[host]
        host = host.partition(".")[2]
    return frozenset()


def _is_session(name: str, value: str) -> bool:
    if name in _SESSION or name.startswith("aspsessionid"):
        return True
    return len(value) >= _SESSION_IF_RANDOM.get(name, sys.maxsize) and _RANDOM.fullmatch(value) is not None


@cache
def _rules_of_sites() -> dict[str, frozenset[str]]:
    text = files("newscrawl.extraction").joinpath("lists/tracking_of_sites.json").read_text(encoding="utf-8")
    return {site: words.names(names) for site, names in json.loads(text)["sites"].items()}
