import { LIVES, LOCALES } from '../../test/builders/a-frame.ts'
import { describePage } from '../../test/builders/page-rules.ts'
import { PAGES, read } from '../../test/builders/pages.tsx'

for (const name of Object.keys(PAGES)) {
  describePage(
    name,
    LIVES.flatMap((life) => LOCALES.map((locale) => ({ locale, page: read(name, life, locale) }))),
  )
}
