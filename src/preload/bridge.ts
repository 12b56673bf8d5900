/** What the shell offers the screen; the whole of it. Implemented in `index.ts`, served by `src/main/bridge.ts`. */
export interface ZhishouBridge {
  /** Where core listens now. Waits while core is starting. */
  linkAddress(): Promise<{ url: string; token: string }>
  /** Asks where to save a file that core wrote into its export folder; resolves to false when the person cancels. */
  saveExport(fileName: string): Promise<boolean>
  /** Makes a PDF of a form and asks where to save it; resolves to false when the person cancels. */
  savePdf(form: { html: string; fileName: string }): Promise<boolean>
  /**
   * Asks for a folder and copies an export package of the station there, compared file by file, with its register sheet as
   * PDF beside it; resolves to where it lies now, null when the person cancels.
   */
  savePackage(wish: { name: string; sheet: { html: string; fileName: string } }): Promise<string | null>
  /** Opens the window of the second screen, or brings it to the front. */
  openSecondWindow(): Promise<void>
  /** Tells at every change whether this window can be seen at all: shown, and not minimised. */
  watchWindow(listener: (isShown: boolean) => void): void
  /** Sends a form to the printer through the system's dialog. */
  print(form: { html: string }): Promise<boolean>
}
