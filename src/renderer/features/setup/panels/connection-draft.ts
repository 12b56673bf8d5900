import type { GivenConnection, PanelConnection } from '../../../../shared/contract/panel-setup.ts'

export type Driver = GivenConnection['driver']
export const drivers: readonly Driver[] = ['dc09', 'modbus', 'isapi', 'http-push']

/** What a tension fence is usually set to (F09). */
const usualForce = { newtons: 100, seconds: 2 }

/** An empty form of a way to reach a panel, with what is usual. */
export function emptyConnection(driver: Driver, account = ''): GivenConnection {
  switch (driver) {
    case 'dc09':
      return { driver, account, supervisionSeconds: 60, key: { kind: 'none' }, isapi: null }
    case 'modbus':
      return { driver, model: 'tension-fence-6', host: '', port: 502, unitId: 1, force: usualForce }
    case 'isapi':
      return { driver, url: 'http://', credentials: { kind: 'typed', user: 'admin', password: '' } }
    case 'http-push':
      return { driver, format: 'webhook', token: { kind: 'typed', text: '' }, supervisionSeconds: null }
  }
}

/** The connection of a panel as a form: its secrets stay the stored ones. */
export function givenOf(connection: PanelConnection): GivenConnection {
  switch (connection.driver) {
    case 'dc09': {
      const { driver, account, supervisionSeconds, keyName, isapi } = connection
      return {
        driver,
        account,
        supervisionSeconds,
        key: keyName === null ? { kind: 'none' } : { kind: 'stored', name: keyName },
        isapi:
          isapi === null
            ? null
            : { url: isapi.url, credentials: { kind: 'stored', name: isapi.credentials } },
      }
    }
    case 'modbus':
      return connection
    case 'isapi':
      return {
        driver: 'isapi',
        url: connection.url,
        credentials: { kind: 'stored', name: connection.credentials },
      }
    case 'http-push': {
      const { driver, format, tokenName, supervisionSeconds } = connection
      return { driver, format, token: { kind: 'stored', name: tokenName }, supervisionSeconds }
    }
  }
}

/** Whether the form can be sent; core judges the rest. */
export function isComplete(connection: GivenConnection): boolean {
  switch (connection.driver) {
    case 'dc09':
      return (
        /^[0-9A-F]{3,16}$/.test(connection.account) &&
        connection.supervisionSeconds >= 1 &&
        (connection.key.kind !== 'typed' || connection.key.text.trim() !== '') &&
        (connection.isapi === null || isUrl(connection.isapi.url))
      )
    case 'modbus':
      return (
        connection.host.trim() !== '' &&
        connection.port >= 1 &&
        connection.port <= 65_535 &&
        (connection.force.newtons ?? 1) > 0 &&
        (connection.force.seconds ?? 1) >= 0.5
      )
    case 'isapi':
      return isUrl(connection.url)
    case 'http-push':
      return connection.token.kind === 'stored' || isToken(connection.token)
  }
}

const isUrl = (text: string): boolean => /^https?:\/\/[^\s@]+$/.test(text) && URL.canParse(text)

const isToken = (token: { kind: string; text?: string }): boolean =>
  token.kind === 'typed' && (token.text ?? '').trim().length >= 16

/** The names of the stored secrets that a panel uses. */
export function secretsOf(connection: PanelConnection): string[] {
  switch (connection.driver) {
    case 'dc09':
      return [connection.keyName, connection.isapi?.credentials ?? null].filter(name => name !== null)
    case 'modbus':
      return []
    case 'isapi':
      return [connection.credentials]
    case 'http-push':
      return [connection.tokenName]
  }
}

/** A whole number as somebody typed it; 0 for what is none. */
export const wholeNumber = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0)
