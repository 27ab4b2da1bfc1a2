/** Everything taken along, and brought back: the links and the form, and what became of a file, row by row. */
import { RESTORED, type RestoreProblem } from '../../cycle/export-file.ts'
import type { Restored, RestoreReason } from '../../cycle/restored.ts'
import type { Words } from '../../i18n/index.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { Card } from '../frame/card.tsx'
import { FileForm } from '../frame/file-form.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'

export type FileRefusal = keyof Words['restore']['refused'] | 'no_file'

/** Rows that are named on the page; the table counts all. */
const MOST_NAMED = 200

export interface MyDataPageProps {
  frame: Frame
  refused: FileRefusal | null
  restored: Restored | null
}

export function MyDataPage({ frame, refused, restored }: MyDataPageProps) {
  const { words } = languageFor(frame)
  return (
    <Page frame={frame} title={words.restore.title}>
      <h1>{words.restore.title}</h1>
      {restored !== null && <Report frame={frame} restored={restored} />}
      <TakeAlong frame={frame} />
      <BringBack frame={frame} refused={refused} />
      <p>
        <a href="/settings#account">{words.restore.back}</a>
      </p>
    </Page>
  )
}

function TakeAlong({ frame }: { frame: Frame }) {
  const said = languageFor(frame).words.restore
  return (
    <Card id="take-along" title={said.along}>
      <p>{said.lead}</p>
      <p class="actions">
        <a class="button" href="/api/v1/me/export" download>
          {said.all}
        </a>
        <a class="button" href="/contacts.vcf" download>
          {said.vcf}
        </a>
        <a class="button" href="/contacts.csv" download>
          {said.csv}
        </a>
      </p>
    </Card>
  )
}

function BringBack({ frame, refused }: Pick<MyDataPageProps, 'frame' | 'refused'>) {
  const said = languageFor(frame).words.restore
  return (
    <Card id="bring-back" title={said.bring}>
      <p class="quiet" id="bring-hint">
        {said.hint}
      </p>
      <FileForm
        action="/my-data"
        accept=".json,application/json"
        label={said.file}
        send={said.send}
        about="bring-back"
        hint="bring-hint"
        error={refused === null ? null : refused === 'no_file' ? said.noFile : said.refused[refused]}
      />
    </Card>
  )
}

function Report({ frame, restored }: { frame: Frame; restored: Restored }) {
  const { words, formats } = languageFor(frame)
  const said = words.restore
  const shown = ['taken', 'same', 'kept', 'refused'] as const
  return (
    <Card id="report" title={said.report}>
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{said.what}</th>
              {shown.map((name) => (
                <th scope="col">{said.count[name]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RESTORED.filter((table) => shown.some((name) => restored.rows[table][name] > 0)).map((table) => (
              <tr>
                <th scope="row">{said.table[table]}</th>
                {shown.map((name) => (
                  <td>{formats.number(restored.rows[table][name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet small">{said.countHint}</p>
      {restored.refused.length + restored.changed.length === 0 && <p role="status">{said.nothingWrong}</p>}
      <Named frame={frame} title={said.refusedTitle} problems={restored.refused} />
      <Named frame={frame} title={said.changedTitle} problems={restored.changed} />
    </Card>
  )
}

interface NamedProps {
  frame: Frame
  title: string
  problems: readonly RestoreProblem<RestoreReason>[]
}

function Named({ frame, title, problems }: NamedProps) {
  const { words, formats } = languageFor(frame)
  const said = words.restore
  if (problems.length === 0) return null
  const sentences = { ...words.relationships.problem, ...said.reason }
  return (
    <>
      <h3>{title}</h3>
      <ul class="bullets">
        {problems.slice(0, MOST_NAMED).map(({ table, row, field, reason }) => (
          <li>
            {row === null ? said.table[table] : said.at(said.table[table], formats.number(row + 1))}
            {/* The name of a field is the file's own word: it is looked for there. */}
            {field !== '' && (
              <>
                {' '}
                (<code>{oneLine(field, 80)}</code>)
              </>
            )}
            {': '}
            {sentences[reason]}
          </li>
        ))}
      </ul>
      {problems.length > MOST_NAMED && <p class="quiet">{said.others(problems.length - MOST_NAMED)}</p>}
    </>
  )
}
