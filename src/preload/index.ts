import { contextBridge, ipcRenderer } from 'electron'
import type { ZhishouBridge } from './bridge.ts'

const bridge: ZhishouBridge = {
  linkAddress: () => ipcRenderer.invoke('link-address'),
  saveExport: fileName => ipcRenderer.invoke('save-export', fileName),
  savePdf: form => ipcRenderer.invoke('save-pdf', form),
  savePackage: wish => ipcRenderer.invoke('save-package', wish),
  openSecondWindow: () => ipcRenderer.invoke('open-second-window'),
  watchWindow: listener =>
    void ipcRenderer.on('window-shown', (_event, isShown: unknown) => listener(isShown === true)),
  print: form => ipcRenderer.invoke('print', form),
}

contextBridge.exposeInMainWorld('zhishou', bridge)
