import { App as AntdApp, ConfigProvider, theme, type ThemeConfig } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { JSX, ReactNode } from 'react'
import { useLocale } from '../link/use-text.ts'

/** The colours of theme.css in antd's words: its algorithm computes with them, so they cannot be custom properties. */
const consoleTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#4c9aff',
    colorSuccess: '#39b58a',
    colorWarning: '#f0b440',
    colorError: '#ff4d4f',
    colorBgBase: '#0b111b',
    colorBgContainer: '#121a28',
    colorBgElevated: '#182336',
    colorBorder: '#34486b',
    colorBorderSecondary: '#24324b',
    colorText: '#e8eef8',
    colorTextSecondary: '#9aabc7',
    fontFamily: 'var(--font)',
    fontSize: 16,
    controlHeight: 40,
    borderRadius: 8,
    // Movement says something on this screen (an alarm); the rest keeps still, and a press meets what it aims at. Not
    // `motion: false`: what opens then no longer takes the keyboard.
    motionDurationFast: '0.001s',
    motionDurationMid: '0.001s',
    motionDurationSlow: '0.001s',
  },
  components: { Modal: { titleFontSize: 20 } },
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Ant Design in the console's dark look and language; its style tags carry the nonce the shell gave the page. */
export function AntdFrame({ children }: { children: ReactNode }): JSX.Element {
  const locale = useLocale(state => state.locale)
  return (
    <ConfigProvider
      theme={consoleTheme}
      locale={locale === 'zh-CN' ? zhCN : enUS}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      // Lists of choices are short here; one that makes its rows while it scrolls moves them under a press.
      virtual={false}
    >
      <AntdApp className="antd-frame">{children}</AntdApp>
    </ConfigProvider>
  )
}
