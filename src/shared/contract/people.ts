import { z } from 'zod'
import { CardNumber, PeopleList, PersonDraft, PersonRecord, SecondPerson } from '../domain/people.ts'
import { call, nothing } from './call.ts'

const id = z.string().max(63)
const reason = z.string().trim().min(1).max(200)
const second = SecondPerson.nullable()
/** A PIN that is shown once and must be changed at the first sign-on; null where none was given. */
const withFirstPin = z.object({ id, firstPin: z.string().nullable() })
const locale = z.enum(['zh-CN', 'en'])

export const peopleCalls = {
  /** Everybody, those who left last. */
  'people.list': call('people.read', nothing, z.array(PersonRecord)),
  /** A new person (`id` null), or other words for one; gives a first PIN to a new one. */
  'people.save': call(
    'people.edit',
    z.object({ id: id.nullable(), draft: PersonDraft, reason, second }),
    withFirstPin,
  ),
  /** Takes somebody out of service; the name stays in the records. */
  'people.retire': call('people.edit', z.object({ id, reason, second }), nothing),
  'people.return': call('people.edit', z.object({ id, reason, second }), withFirstPin),
  'people.issue-pin': call('people.edit', z.object({ id, reason, second }), withFirstPin),
  'people.unlock': call('people.edit', z.object({ id, reason }), nothing),
  'people.learn-card': call('people.edit', z.object({ id, number: CardNumber, second }), nothing),
  'people.forget-card': call('people.edit', z.object({ id, reason }), nothing),
  /** Who changes the own PIN proves it by the old one; nobody needs to be signed on. */
  'people.change-pin': call(
    'nobody',
    z.object({ userId: id, pin: z.string().max(64), newPin: z.string().max(64) }),
    nothing,
  ),
  /** Whose card was held to the reader, and whether it opens without PIN. */
  'people.by-card': call(
    'nobody',
    z.object({ number: CardNumber }),
    z.object({ userId: id, isEnough: z.boolean() }),
  ),
  'people.form': call(
    'people.read',
    z.object({ list: PeopleList, locale }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
  'people.export': call(
    'people.read',
    z.object({ list: PeopleList, locale }),
    z.object({ fileName: z.string() }),
  ),
} as const
