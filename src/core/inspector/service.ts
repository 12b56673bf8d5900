import type { ClosingState } from '../../shared/contract/books.ts'
import type { OpenMatters } from '../../shared/contract/inspector.ts'
import type { StationState } from '../../shared/contract/station.ts'
import { isOver, type Approval } from '../../shared/domain/approval.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { HandoverItem } from '../../shared/domain/handover.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { CameraKeeping } from '../../shared/domain/storage.ts'
import type { Locale } from '../../shared/text/text.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { inspectionSheet } from './sheet.ts'

/** What the other features know of the state of the station. */
interface InspectorSources {
  readonly journal: Journal
  readonly clock: Clock
  readonly school: () => string
  readonly items: () => readonly HandoverItem[]
  readonly closings: () => ClosingState
  /** The requests that a person may see. */
  readonly requests: (person: Person) => readonly Approval[]
  readonly keeping: () => readonly CameraKeeping[]
  /** What the last reading of the whole chain found, and when it ended. */
  readonly watch: { state(): StationState['journal']; checkedAtMs(): number | null }
}

/** 督导检查: what somebody who inspects asks of the station as a whole. It reads what the other features know. */
export class InspectorDesk {
  readonly #sources: InspectorSources

  constructor(sources: InspectorSources) {
    this.#sources = sources
  }

  openMatters(person: Person): OpenMatters {
    const { items, closings, requests } = this.#sources
    const { openDays, inspection } = closings()
    return {
      items: [...items()],
      openRequests: requests(person).filter(request => request.state.kind !== 'draft' && !isOver(request))
        .length,
      openDays,
      isWeekInspected: inspection.isDone,
    }
  }

  /** The sheet for print and PDF; the journal notes who took it. */
  sheet(person: Person, actor: UserActor, locale: Locale): { html: string; fileName: string } {
    const { journal, clock, school, keeping, watch } = this.#sources
    const matters = this.openMatters(person)
    journal.append({
      actor,
      kind: 'inspector.sheet-printed',
      subject: 'sheet',
      body: { open: matters.items.length },
    })
    return inspectionSheet(
      {
        school: school(),
        printedBy: actor.name,
        printedAtMs: clock.now(),
        matters,
        keeping: keeping().filter(({ state }) => state !== 'off'),
        chain: { ...watch.state(), checkedAtMs: watch.checkedAtMs() },
        head: journal.head(),
      },
      locale,
    )
  }
}
