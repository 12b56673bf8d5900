import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PeopleList, PersonRecord } from '../../shared/domain/people.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { rightsOf, Role, type Permission } from '../../shared/domain/rights.ts'
import { rightGroups } from '../../shared/domain/right-groups.ts'
import type { Locale } from '../../shared/text/text.ts'
import type { Journal } from '../journal/journal.ts'
import { escapeHtml, formStyle } from '../ledgers/form.ts'
import { wordsIn, type Words } from '../ledgers/words.ts'
import { writeSheet } from '../ledgers/xlsx.ts'
import type { Clock } from '../platform/clock.ts'

/** A list as it goes to paper and to Excel. A row of one cell is a heading over the rows below it. */
interface Table {
  readonly title: string
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: readonly (readonly string[])[]
  readonly note: string
  /** Marks instead of words: the cells are centred. */
  readonly isMarks: boolean
}

/** Lists of people and rights for paper and Excel; the journal notes who took one. */
export class PeopleForms {
  readonly #context

  constructor(context: {
    readonly journal: Journal
    readonly clock: Clock
    readonly school: () => string
    readonly exportDir: string
    readonly people: () => readonly PersonRecord[]
  }) {
    this.#context = context
  }

  /** One HTML document for print and PDF, A4. */
  form(list: PeopleList, locale: Locale, actor: UserActor): { html: string; fileName: string } {
    const { journal, clock, school } = this.#context
    const words = wordsIn(locale)
    const table = tableOf(list, this.#context.people(), words)
    this.#note('people.printed', list, actor)
    const printed = words.text('form.printed-by', { name: actor.name, time: words.dateTime(clock.now()) })
    const { seq, hash } = journal.head()
    const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(table.title)}</title><style>${formStyle}${ownStyle}</style></head>
<body${table.isMarks ? ' class="dense marks"' : ''}>
<h1>${escapeHtml(table.title)}</h1>
<p class="facts"><span>${escapeHtml(words.text('form.school', { name: school() }))}</span><span>${escapeHtml(words.dateTime(clock.now()).slice(0, 10))}</span></p>
<table><thead><tr>${table.columns.map(({ title, width }) => `<th style="width:${width}%">${escapeHtml(title)}</th>`).join('')}</tr></thead><tbody>
${table.rows.map(cells => rowHtml(cells, table.columns.length)).join('\n')}
</tbody></table>
<section class="notes"><p>${escapeHtml(table.note)}</p></section>
<section class="signatures">${signatures(words)}</section>
<p class="proof">${escapeHtml(printed)}<br>${escapeHtml(words.text('form.head-hash', { seq, hash }))}</p>
</body></html>`
    return { html, fileName: `${table.title}_${words.dateTime(clock.now()).slice(0, 10)}.pdf` }
  }

  /** Writes an Excel file into the export folder; gives its name there. */
  async export(list: PeopleList, locale: Locale, actor: UserActor): Promise<{ fileName: string }> {
    const { clock, exportDir } = this.#context
    const words = wordsIn(locale)
    const { title, columns, rows } = tableOf(list, this.#context.people(), words)
    const fileName = `${title}_${words.dateTime(clock.now()).slice(0, 10)}.xlsx`
    await mkdir(exportDir, { recursive: true, mode: 0o700 })
    await writeSheet(join(exportDir, fileName), {
      title,
      columns: columns.map(column => ({ title: column.title, width: Math.max(10, column.width * 1.4) })),
      rows: rows.map(cells => [...cells, ...Array.from({ length: columns.length - cells.length }, () => '')]),
    })
    this.#note('people.exported', list, actor)
    return { fileName }
  }

  #note(kind: string, list: PeopleList, actor: UserActor): void {
    this.#context.journal.append({ actor, kind, subject: list, body: {} })
  }
}

const ownStyle = `
tr.group td { font-weight: 600; background: #f2f2f2; text-align: left }
.marks td + td { text-align: center }
.dense.marks th, .dense.marks td { padding: 0.45mm 0.9mm; line-height: 1.25 }
`

function rowHtml(cells: readonly string[], columns: number): string {
  const [only = ''] = cells
  if (cells.length === 1) return `<tr class="group"><td colspan="${columns}">${escapeHtml(only)}</td></tr>`
  return `<tr>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
}

function signatures({ text }: Words): string {
  return ['form.signature.made-by', 'form.signature.leader']
    .map(
      key =>
        `<div>${escapeHtml(text(key))}<i></i>${escapeHtml(text('form.signature.date'))}<i class="short"></i></div>`,
    )
    .join('')
}

function tableOf(list: PeopleList, people: readonly PersonRecord[], words: Words): Table {
  switch (list) {
    case 'rights':
      return rightsTable(words)
    case 'assignments':
      return assignmentsTable(people, words)
    case 'certificates':
      return certificatesTable(people, words)
  }
}

function rightsTable({ text }: Words): Table {
  const marks = (permission: Permission): string[] =>
    Role.options.map(role => (rightsOf([role]).has(permission) ? '●' : ''))
  return {
    title: text('people.rights.title'),
    columns: [
      { title: text('people.rights.right'), width: 23 },
      ...Role.options.map(role => ({ title: text(`role.${role}`), width: 77 / Role.options.length })),
    ],
    rows: rightGroups().flatMap(({ group, permissions }) => [
      [text(`right.group.${group}`)],
      ...permissions.map(permission => [text(`right.${permission}`), ...marks(permission)]),
    ]),
    note: text('people.rights.note'),
    isMarks: true,
  }
}

function assignmentsTable(people: readonly PersonRecord[], { text }: Words): Table {
  return {
    title: text('people.assignments.title'),
    columns: [
      { title: text('people.assignment.duty'), width: 24 },
      { title: text('people.name'), width: 16 },
      { title: text('people.assignment.from'), width: 13 },
      { title: text('people.assignment.until'), width: 13 },
      { title: text('people.assignment.document'), width: 34 },
    ],
    rows: people
      .flatMap(({ name, assignments }) => assignments.map(assignment => ({ name, ...assignment })))
      .toSorted((a, b) => (a.duty === b.duty ? a.from.localeCompare(b.from) : a.duty.localeCompare(b.duty)))
      .map(({ name, duty, from, until, document }) => [
        text(`people.duty.${duty}`),
        name,
        from,
        until ?? text('people.assignment.open'),
        document,
      ]),
    note: text('people.assignments.note'),
    isMarks: false,
  }
}

function certificatesTable(people: readonly PersonRecord[], { text }: Words): Table {
  return {
    title: text('people.certificates.title'),
    columns: [
      { title: text('people.name'), width: 13 },
      { title: text('people.roles'), width: 17 },
      { title: text('people.certificate.number'), width: 19 },
      { title: text('people.certificate.valid-to'), width: 12 },
      { title: text('people.certificate.state'), width: 12 },
      { title: text('people.training'), width: 27 },
    ],
    rows: people
      .filter(({ retired }) => retired === null)
      .map(({ name, roles, certificate, certificateState, training }) => [
        name,
        roles.map(role => text(`role.${role}`)).join('、'),
        certificate?.number ?? '',
        certificate?.validTo ?? '',
        text(`people.certificate.${certificateState.kind}`, {
          days: certificateState.kind === 'expiring' ? certificateState.days : 0,
        }),
        training
          .map(({ what, on, validTo }) =>
            validTo === undefined
              ? text('people.training.line', { what, on })
              : text('people.training.line-until', { what, on, validTo }),
          )
          .join('\n'),
      ]),
    note: text('people.certificates.note'),
    isMarks: false,
  }
}
