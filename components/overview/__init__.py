"""The Overview, from the page down: `page` shows one view and, through `behind`, the sentences behind what is
selected in it. A view is a function in the module of its name, listed in `page.VIEWS`. Views draw with what they
share: `picks` (what a mark that is clicked means), `shared` (tables, bars, notes), `periods` (days and months);
`stance_grid` and `network` each hold one large picture. Nothing imports what stands above it.
"""
