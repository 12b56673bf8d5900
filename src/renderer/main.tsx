import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { startLink } from './link/stores.ts'
import { watchWindow } from './link/this-window.ts'
import { setLocale, useLocale } from './link/use-text.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
setLocale(useLocale.getState().locale)
watchWindow()
startLink()
createRoot(root).render(<App />)
