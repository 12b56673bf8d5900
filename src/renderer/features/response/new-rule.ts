import type { LinkageRule } from '../../../shared/site/response.ts'

/** A rule to begin with, under an id that no other has. */
export function newRule(rules: readonly LinkageRule[]): LinkageRule {
  const used = new Set(rules.map(({ id }) => id))
  let number = rules.length + 1
  while (used.has(`rule-${number}`)) number++
  return {
    id: `rule-${number}`,
    name: '',
    enabled: true,
    when: { kinds: [], zones: [], places: [] },
    cameras: [],
    presets: [],
    enlarge: true,
    secondScreen: true,
    relays: [],
    task: '',
  }
}
