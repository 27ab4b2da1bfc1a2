/** Contacts as files: one that the person chooses comes in, with a word on every row, and all of them go out. Nothing is read from an address book. */
import type { Words } from '../../i18n/index.ts'
import type { Imported } from '../../relationships/ledger.ts'
import { Card } from '../frame/card.tsx'
import { contactPath } from '../frame/contact-facts.tsx'
import { FileForm } from '../frame/file-form.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'

type FileWord = keyof Words['relationships']['file']
export type FileRefusal = FileWord | 'no_file'

export interface FilesPageProps {
  frame: Frame
  /** Why nothing of a file was taken. */
  refused: FileRefusal | null
  report: FileReport | null
}
export interface FileReport {
  /** Cards are counted from 1, rows as a spreadsheet does. */
  kind: 'card' | 'row'
  rows: readonly ReportRow[]
}
export interface ReportRow {
  number: number
  /** As the file has it; null where it does not say. */
  name: string | null
  /** Null where the file's own row could not be read. */
  imported: Imported | null
  /** Of the file: `line` of a card that was kept without it. */
  problems: readonly { reason: FileWord; line: number | null }[]
}

export function FilesPage({ frame, refused, report }: FilesPageProps) {
  const said = languageFor(frame).words.relationships.contacts.files
  return (
    <Page frame={frame} title={said.title}>
      <h1>{said.title}</h1>
      {report !== null && <Report frame={frame} report={report} />}
      <Card id="import" title={said.send}>
        <p>{said.lead}</p>
        <p class="quiet">{said.hint}</p>
        <FileForm
          action="/contacts/import"
          accept=".vcf,.csv,text/vcard,text/csv"
          label={languageFor(frame).words.relationships.contacts.field.file}
          send={said.send}
          about="import"
          hint={null}
          error={errorOf(frame, refused)}
        />
      </Card>
      <Card id="export" title={said.out}>
        <p class="actions">
          <a class="button" href="/contacts.vcf" download>
            {said.vcf}
          </a>
          <a class="button" href="/contacts.csv" download>
            {said.csv}
          </a>
        </p>
      </Card>
    </Page>
  )
}

function errorOf(frame: Frame, refused: FileRefusal | null): string | null {
  const { contacts, file } = languageFor(frame).words.relationships
  if (refused === null) return null
  return refused === 'no_file' ? contacts.files.noFile : file[refused]
}

function Report({ frame, report }: { frame: Frame; report: FileReport }) {
  const { words, formats } = languageFor(frame)
  const said = words.relationships.contacts.files
  const count = (became: Imported['became']) =>
    formats.number(report.rows.filter((row) => becameOf(row) === became).length)
  return (
    <Card id="report" title={said.report}>
      <p role="status">{said.summary(count('added'), count('added_to'), count('known'), count('refused'))}</p>
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{said[report.kind]}</th>
              <th scope="col">{said.who}</th>
              <th scope="col">{said.result}</th>
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <ReportLine frame={frame} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function ReportLine({ frame, row }: { frame: Frame; row: ReportRow }) {
  const { words, formats } = languageFor(frame)
  const { files, field } = words.relationships.contacts
  const labels: Readonly<Record<string, string>> = field
  const kept = (of: string) =>
    row.imported?.became === 'refused' ? [] : [of === 'note' ? files.noRoomInNote : files.keptInNote]
  const remarks = [
    ...row.problems.map(({ reason, line }) =>
      line === null
        ? words.relationships.file[reason]
        : files.atLine(formats.number(line), words.relationships.file[reason]),
    ),
    ...(row.imported?.problems ?? []).map((problem) =>
      [
        files.inNote(labels[problem.field] ?? '', words.relationships.problem[problem.reason]),
        ...kept(problem.field),
      ].join(' '),
    ),
  ]
  const contact = row.imported?.contact ?? null
  const name = <Outside text={row.name ?? ''} bound={80} instead="—" />
  return (
    <tr>
      <th scope="row">{formats.number(row.number)}</th>
      <td>{contact === null ? name : <a href={contactPath(contact)}>{name}</a>}</td>
      <td>
        {files.became[becameOf(row)]}
        {remarks.map((remark) => (
          <p class="quiet small">{remark}</p>
        ))}
      </td>
    </tr>
  )
}

/** What the file itself could not say is not taken either. */
function becameOf({ imported }: ReportRow): Imported['became'] {
  return imported?.became ?? 'refused'
}
