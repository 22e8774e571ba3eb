"""A page that would load or run anything is refused; links that a reader may follow are not."""

from __future__ import annotations

import pytest

from detente.brief.offline import OutsideAddressError, prove_offline

LOADS = {
    "image": '<img src="https://example.org/a.png">',
    "image without scheme": '<img src="//example.org/a.png">',
    "image beside the page": '<img src="a.png">',
    "image set": '<img srcset="https://example.org/a.png 2x">',
    "image set behind a data address": '<img srcset="data:image/png;base64,AA 1x, https://example.org/a.png 2x">',
    "script": '<script src="https://example.org/a.js"></script>',
    "script in the page": "<script>fetch('/')</script>",
    "script in a drawing": '<svg><script href="https://example.org/a.js"></script></svg>',
    "handler": '<body onload="go()">',
    "handler on a picture": '<svg onclick="go()"></svg>',
    "script as a link": '<a href="javascript:go()">x</a>',
    "style sheet": '<link rel="stylesheet" href="https://example.org/a.css">',
    "preconnection": '<link rel="preconnect" href="https://example.org">',
    "icon": '<link rel="icon" href="/favicon.ico">',
    "style": "<style>body { background: url(https://example.org/a.png) }</style>",
    "style with quotes": "<style>body { background: URL( 'https://example.org/a.png' ) }</style>",
    "style without scheme": "<style>body { background: url(//example.org/a.png) }</style>",
    "style of a style": "<style>@import 'https://example.org/a.css';</style>",
    "style of a style, capitals": '<style>@IMPORT url("a.css");</style>',
    "font": "<style>@font-face { font-family: x; src: url(https://example.org/a.woff2) }</style>",
    "image set of a style": "<style>body { background: image-set('https://example.org/a.png' 1x) }</style>",
    "style in an attribute": '<p style="background-image: url(https://example.org/a.png)">x</p>',
    "style in an attribute, escaped": '<p style="background-image: url(&#104;ttps://example.org/a.png)">x</p>',
    "drawing by reference": '<svg><use href="https://example.org/a.svg#b"/></svg>',
    "drawing by old reference": '<svg><use xlink:href="a.svg#b"/></svg>',
    "image in a drawing": '<svg><image href="https://example.org/a.png"/></svg>',
    "filter image": '<svg><filter><feImage href="https://example.org/a.png"/></filter></svg>',
    "fill": '<svg><path fill="url(https://example.org/a.svg#b)"/></svg>',
    "stroke": '<svg><path stroke="url(https://example.org/a.svg#b)"/></svg>',
    "marker": '<svg><path marker-end="url(https://example.org/a.svg#b)"/></svg>',
    "style in a drawing": "<svg><style>@import url(https://example.org/a.css);</style></svg>",
    "reference set later": '<svg><use><set attributeName="href" to="https://example.org/a.svg#b"/></use></svg>',
    "frame": '<iframe src="https://example.org"></iframe>',
    "frame with its own text": '<iframe srcdoc="<img src=https://example.org/a.png>"></iframe>',
    "object": '<object data="https://example.org/a.swf"></object>',
    "embedded": '<embed src="https://example.org/a.pdf">',
    "base": '<base href="https://example.org/">',
    "refresh": '<meta http-equiv="refresh" content="0; url=https://example.org">',
    "refresh, capitals": '<META HTTP-EQUIV="Refresh" CONTENT="0;URL=https://example.org">',
    "form": '<form action="https://example.org"><input></form>',
    "button": '<button formaction="https://example.org">x</button>',
    "image button": '<input type="image" src="https://example.org/a.png">',
    "poster": '<video poster="https://example.org/a.png"></video>',
    "video": '<video><source src="https://example.org/a.mp4"></video>',
    "subtitles": '<video><track src="https://example.org/a.vtt"></video>',
    "sound": '<audio src="https://example.org/a.mp3"></audio>',
    "picture": '<picture><source srcset="https://example.org/a.webp"></picture>',
    "old background": '<table background="https://example.org/a.png"></table>',
    "ping": '<a href="https://example.org" ping="https://example.org/count">x</a>',
    "manifest": '<html manifest="a.appcache">',
    "in a template": '<template><img src="https://example.org/a.png"></template>',
}

STANDS_ALONE = {
    "citation": '<a href="https://example.org/page" rel="noreferrer nofollow">A page</a>',
    "citation in a drawing": '<svg><a href="https://example.org/page"><text>A page</text></a></svg>',
    "place in the page": '<a href="#n1">1</a>',
    "download": '<a download="a.csv" href="data:text/csv;base64,YQ==">a.csv</a>',
    "image in the page": '<img src="data:image/png;base64,AA==" alt="a">',
    "image set in the page": '<img srcset="data:image/png;base64,AA== 1x, data:image/png;base64,AA== 2x" alt="a">',
    "style": "<style>body { color: #222; background: url(data:image/png;base64,AA==) }</style>",
    "style with a place": "<style>path { fill: url(#a) }</style>",
    "drawing": '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><use href="#a"/></svg>',
    "clip": '<svg><g clip-path="url(#clip)"><path fill="url(#a)" marker-end="url(#b)"/></g></svg>',
    "address as text": "<p>See https://example.org/a.png and url(https://example.org/a.png).</p>",
    "meta": '<meta charset="utf-8"><meta name="generator" content="https://example.org">',
}


@pytest.mark.parametrize("html", LOADS.values(), ids=LOADS.keys())
def test_refuses_what_loads_or_runs(html: str) -> None:
    with pytest.raises(OutsideAddressError) as error:
        prove_offline(f"<!doctype html><html><body><p>text</p>{html}</body></html>", "page.html")
    assert "\n" not in str(error.value) and str(error.value).startswith("page.html: ")
    assert error.value.exit_code == 2


@pytest.mark.parametrize("html", STANDS_ALONE.values(), ids=STANDS_ALONE.keys())
def test_lets_pass_what_stands_alone(html: str) -> None:
    prove_offline(f"<!doctype html><html><body>{html}</body></html>", "page.html")
