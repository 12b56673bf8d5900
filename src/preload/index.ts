import { contextBridge, ipcRenderer } from 'electron'
import type { ZhishouBridge } from './bridge.ts'

const bridge: ZhishouBridge = {
  linkAddress: () => ipcRenderer.invoke('link-address'),
  saveExport: fileName => ipcRenderer.invoke('save-export', fileName),
  savePdf: form => ipcRenderer.invoke('save-pdf', form),
  print: form => ipcRenderer.invoke('print', form),
}

contextBridge.exposeInMainWorld('zhishou', bridge)
