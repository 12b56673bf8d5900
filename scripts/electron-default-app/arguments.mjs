/**
 * Reads Electron's command line as far as the app's path: `electron [--flags] [-r MODULE]… APP [arguments of APP]`.
 * @param {string[]} commandLine process.argv without the executable
 * @returns {{modules: string[], appPath: string | null}} modules to load before the app, in order
 */
export function readArguments(commandLine) {
  /** @type {string[]} */
  const modules = []
  for (let index = 0; index < commandLine.length; index++) {
    const word = commandLine[index] ?? ''
    if (word === '-r' || word === '--require') {
      index += 1
      if (commandLine[index]) modules.push(commandLine[index] ?? '')
    } else if (word.startsWith('--require=')) modules.push(word.slice('--require='.length))
    else if (!word.startsWith('-')) return { modules, appPath: word }
  }
  return { modules, appPath: null }
}
