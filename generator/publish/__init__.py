"""Pages and files become a site: the only room that knows MkDocs and Material."""

from generator.publish import links, plotly_script
from generator.publish.plotly_script import PATH as PLOTLY
from generator.publish.site import Published, build_site

__all__ = ["PLOTLY", "Published", "build_site", "links", "plotly_script"]
