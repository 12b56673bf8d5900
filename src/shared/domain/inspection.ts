import { z } from 'zod'

/** Items of 附表1 about which the station itself knows something; the words are `book.system.ITEM`. */
export const InspectedItem = z.enum(['intrusion', 'panic', 'video', 'recorder', 'perimeter'])
export type InspectedItem = z.infer<typeof InspectedItem>

/**
 * What the station proposes to write into 附表1 about one item. A person confirms or changes it before he writes and
 * signs; what he changed is his own word, and the station's stands under it.
 */
export const InspectionProposal = z.object({
  /** Names it while the station runs. */
  id: z.string(),
  item: InspectedItem,
  finding: z.string(),
  /** Nothing in it needs a person's attention. */
  isFine: z.boolean(),
  atMs: z.number(),
})
export type InspectionProposal = z.infer<typeof InspectionProposal>
