import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * Three bundles: `out/main` holds the shell (`index.js`) and the station (`core.js`, run by the shell as a process of
 * its own), `out/preload` the bridge (CommonJS, because the renderer is sandboxed), `out/renderer` the screen.
 * better-sqlite3 and the other `dependencies` but the calendar stay outside the bundle: they are installed with the program.
 */
export default defineConfig({
  main: {
    build: {
      // The calendar is one JSON file: inside the bundle it needs no import attribute, which bundling takes away.
      externalizeDeps: { exclude: ['chinese-days'] },
      rollupOptions: {
        input: { index: 'src/main/index.ts', core: 'src/core/main.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      rollupOptions: { input: { index: 'src/renderer/index.html', sound: 'src/renderer/sound.html' } },
      // The page is served from the disk by app://, so one larger file costs nothing.
      chunkSizeWarningLimit: 4000,
    },
  },
})
