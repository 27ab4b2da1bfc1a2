/**
 * Colour, space and type of our mail, in one place: mail programs know no custom properties, so styles stand inline. Colours are
 * chosen to stay readable when a program turns them over for the night; where one honours `prefers-color-scheme`, `DARK` does it.
 */
const colour = {
  page: '#f4f2ed',
  card: '#ffffff',
  ink: '#22252b',
  quiet: '#5a5f69',
  line: '#dcd8cf',
  accent: '#1c5f52',
  onAccent: '#ffffff',
  warm: '#8a3b12',
}
const font = '-apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'

export const style = {
  body: { margin: '0', padding: '0', backgroundColor: colour.page, color: colour.ink, fontFamily: font },
  preview: {
    display: 'none',
    maxHeight: '0',
    overflow: 'hidden',
    fontSize: '1px',
    lineHeight: '1px',
    color: colour.page,
  },
  outer: { width: '100%', backgroundColor: colour.page },
  gutter: { padding: '24px 12px' },
  card: {
    width: '100%',
    maxWidth: '600px',
    margin: '0 auto',
    backgroundColor: colour.card,
    borderRadius: '12px',
    // A title is somebody else's text: one endless word would stretch the table over the screen's edge.
    wordBreak: 'break-word',
    overflowWrap: 'anywhere',
  },
  cell: { padding: '24px 20px' },
  brand: { margin: '0 0 16px', fontSize: '14px', fontWeight: '700', color: colour.accent, letterSpacing: '0.02em' },
  h1: { margin: '0 0 8px', fontSize: '22px', lineHeight: '28px', fontWeight: '700', color: colour.ink },
  h2: { margin: '28px 0 8px', fontSize: '17px', lineHeight: '24px', fontWeight: '700', color: colour.ink },
  figure: { margin: '0 0 4px', fontSize: '28px', lineHeight: '34px', fontWeight: '700', color: colour.accent },
  figureOver: { margin: '0 0 4px', fontSize: '28px', lineHeight: '34px', fontWeight: '700', color: colour.warm },
  paragraph: { margin: '0 0 8px', fontSize: '16px', lineHeight: '24px', color: colour.ink },
  quiet: { margin: '0 0 4px', fontSize: '14px', lineHeight: '20px', color: colour.quiet },
  entry: { padding: '14px 0', borderTop: `1px solid ${colour.line}` },
  title: { margin: '0 0 4px', fontSize: '16px', lineHeight: '22px', fontWeight: '600', color: colour.ink },
  action: {
    display: 'inline-block',
    margin: '8px 8px 0 0',
    padding: '11px 18px',
    fontSize: '15px',
    lineHeight: '22px',
    fontWeight: '600',
    color: colour.accent,
    border: `1px solid ${colour.accent}`,
    borderRadius: '8px',
    textDecoration: 'none',
  },
  open: {
    display: 'inline-block',
    margin: '28px 0 0',
    padding: '12px 22px',
    fontSize: '16px',
    lineHeight: '24px',
    fontWeight: '600',
    color: colour.onAccent,
    backgroundColor: colour.accent,
    borderRadius: '8px',
    textDecoration: 'none',
  },
  footer: { padding: '16px 20px 24px' },
  footerLink: {
    display: 'inline-block',
    margin: '0 16px 0 0',
    padding: '10px 0',
    fontSize: '14px',
    color: colour.quiet,
  },
} as const

/** By class, since inline styles cannot hold a media query. Without quotes and brackets: it stands escaped in the document. */
export const DARK = `@media (prefers-color-scheme: dark) {
.page { background-color: #17191d !important; }
.card { background-color: #22252b !important; }
.ink { color: #f1efe9 !important; }
.quiet { color: #b4b8c0 !important; }
.accent { color: #7fd1bf !important; border-color: #7fd1bf !important; }
.warm { color: #f0a37a !important; }
.line { border-color: #3a3e46 !important; }
}`
