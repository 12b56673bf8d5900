import type { WallArrangement, WallView, WallWindow, WallWindowName } from '../../../shared/domain/wall.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import { viewTable } from './table.ts'

/** More than anybody can tell apart; keeps a broken screen from filling the disk. */
const mostViews = 200

export interface SavedView {
  readonly id: number | null
  readonly name: string
  readonly isShared: boolean
  readonly arrangement: WallArrangement
}

/** Who asks, and whether he may change what everybody uses. */
export interface ViewEditor {
  readonly actor: UserActor
  readonly mayShare: boolean
}

/**
 * Saved views of the wall and the last state of each window. What everybody uses is journaled when it changes: the
 * pictures that a room looks at are part of its watch.
 */
export class ViewService {
  /** Something about the views changed. */
  readonly changed = new Emitter<void>()
  readonly #table: ReturnType<typeof viewTable>
  readonly #journal: Journal
  readonly #clock: Clock

  constructor(options: { db: Db; journal: Journal; clock: Clock }) {
    this.#table = viewTable(options.db)
    this.#journal = options.journal
    this.#clock = options.clock
  }

  /** The shared views, then those of this person. */
  list(personId: string | null): WallView[] {
    return this.#table.all().filter(view => view.isShared || view.owner.id === personId)
  }

  /** @throws Refusal `views.unknown`, `views.name-taken`, `views.too-many`, `duty.forbidden` */
  save({ id, name, isShared, arrangement }: SavedView, { actor, mayShare }: ViewEditor): WallView {
    if (isShared && !mayShare) throw new Refusal('duty.forbidden')
    const before = id === null ? null : this.#own(id, { actor, mayShare })
    const all = this.#table.all()
    if (before === null && all.length >= mostViews) throw new Refusal('views.too-many', { limit: mostViews })
    const rivals = all.filter(view => (isShared ? view.isShared : view.owner.id === actor.id))
    if (rivals.some(view => view.name === name && view.id !== id))
      throw new Refusal('views.name-taken', { name })
    return this.#write(actor, before, {
      name,
      isShared,
      owner: { id: actor.id, name: actor.name },
      arrangement,
      savedAtMs: this.#clock.now(),
    })
  }

  /** @throws Refusal `views.unknown`, `duty.forbidden` */
  remove(id: number, editor: ViewEditor): void {
    const view = this.#own(id, editor)
    this.#journal.transaction(() => {
      this.#table.remove(id)
      if (view.isShared) this.#note(editor.actor, 'view.removed', view)
    })
    this.changed.emit()
  }

  window(name: WallWindowName): WallWindow | null {
    return this.#table.window(name)
  }

  keepWindow(name: WallWindowName, state: WallWindow): void {
    this.#table.keepWindow(name, state)
  }

  #write(actor: UserActor, before: WallView | null, view: Omit<WallView, 'id'>): WallView {
    const saved = this.#journal.transaction(() => {
      const written = before === null ? this.#table.create(view) : { id: before.id, ...view }
      if (before !== null) this.#table.change(written)
      // What everybody used and one took for himself is a change for everybody as well.
      if (view.isShared || before?.isShared === true) this.#note(actor, 'view.saved', written)
      return written
    })
    this.changed.emit()
    return saved
  }

  #own(id: number, { actor, mayShare }: ViewEditor): WallView {
    const view = this.#table.all().find(candidate => candidate.id === id)
    const isVisible = view !== undefined && (view.isShared || view.owner.id === actor.id)
    if (!isVisible) throw new Refusal('views.unknown')
    if (view.isShared && !mayShare) throw new Refusal('duty.forbidden')
    return view
  }

  #note(actor: UserActor, kind: string, { id, name, isShared, arrangement }: WallView): void {
    this.#journal.append({ actor, kind, subject: `view:${id}`, body: { name, isShared, arrangement } })
  }
}
