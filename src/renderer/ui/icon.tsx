import type { JSX } from 'react'

const paths = {
  watch: 'M3 5h8v6H3zM13 5h8v6h-8zM3 13h8v6H3zM13 13h8v6h-8z',
  map: 'M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14',
  incident: 'M12 3l9 16H3zM12 9v5M12 16v1',
  shield: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z',
  playback: 'M4 12a8 8 0 1 0 3-6M4 4v4h4M12 8v4l3 2',
  ledger: 'M5 4h14v16H5zM9 4v16M12 9h4M12 13h4',
  disk: 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3M12 14v3',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-6 8-6s7 2 8 6',
  'sign-off': 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  'hand-over': 'M4 9h12l-3-3M20 15H8l3 3',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M8 8h8M8 12h6',
  play: 'M7 4l13 8-13 8z',
  pause: 'M7 4v16M17 4v16',
  back: 'M14 6l-6 6 6 6',
  forward: 'M10 6l6 6-6 6',
  'back-10': 'M12 5a8 8 0 1 1-8 8M12 2 8.500 5 12 8',
  'forward-10': 'M12 5a8 8 0 1 0 8 8M12 2l3.500 3L12 8',
  close: 'M5 5l14 14M19 5L5 19',
  delete: 'M9 5h12v14H9l-6-7zM12 9l6 6M18 9l-6 6',
  check: 'M4 12l5 5L20 6',
  enlarge: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  shrink: 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5',
  language: 'M3 6h10M8 4v2M11 6c-1 4-4 7-8 8M5 9c1 3 4 5 7 5M12 20l4.500-10L21 20M13.500 17h6',
  camera: 'M3 7h12v10H3zM15 11l6-3v8l-6-3z',
  phone: 'M6 3h4l2 5-2.500 2a11 11 0 0 0 5 5l2-2.500 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2z',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  download: 'M12 3v12M7 10l5 5 5-5M4 20h16',
  search: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l6 6',
  sound: 'M4 9h4l5-4v14l-5-4H4zM16 9a4 4 0 0 1 0 6M18.500 6a8 8 0 0 1 0 12',
  snapshot: 'M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8 14h2M14 14h2M8 17h2',
  list: 'M4 6h2M9 6h11M4 12h2M9 12h11M4 18h2M9 18h11',
  inspect: 'M4 4h11v5M4 4v16h6M7 9h5M7 13h2M15 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM18 18l3 3',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.500',
  'second-screen': 'M3 5h11v9H3zM10 18h11V9h-4M5 18h3',
  tour: 'M4 12a8 8 0 0 1 14-5M20 4v4h-4M20 12a8 8 0 0 1-14 5M4 20v-4h4',
  larger: 'M12 5v14M5 12h14',
  smaller: 'M5 12h14',
  'take-off': 'M6 6l12 12M18 6L6 18',
  'arrow-up': 'M12 19V5M6 11l6-6 6 6',
  ptz: 'M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3',
  light: 'M9 18h6M10 21h4M9 15a6 6 0 1 1 6 0v3H9z',
  mute: 'M4 9h4l5-4v14l-5-4H4zM17 9l5 6M22 9l-5 6',
} as const

export type IconName = keyof typeof paths

/** A line drawing; decorative, so a word stands beside it or in `aria-label` of what holds it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden
    >
      <path d={paths[name]} />
    </svg>
  )
}
