import { z } from 'zod'
import { WallArrangement, WallView, WallWindow, WallWindowName } from '../domain/wall.ts'
import { call, nothing } from './call.ts'

/** Saved views of the wall, and what each window showed last. */
export const viewsCalls = {
  /** The shared views and those of the person at the desk. */
  'views.list': call('nobody', nothing, z.array(WallView)),
  /** A new view, or with `id` a change. Shared ones need `views.share`. */
  'views.save': call(
    'sign-on',
    z.object({
      id: z.number().int().nullable(),
      name: z.string().trim().min(1).max(30),
      isShared: z.boolean(),
      arrangement: WallArrangement,
    }),
    WallView,
  ),
  'views.remove': call('sign-on', z.object({ id: z.number().int() }), nothing),
  /** What a window showed last; null when it never told. */
  'views.window': call('nobody', z.object({ window: WallWindowName }), WallWindow.nullable()),
  'views.keep-window': call('nobody', z.object({ window: WallWindowName, state: WallWindow }), nothing),
} as const
