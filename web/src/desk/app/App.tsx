// Providers around the desk: theme, language, data, session, addresses.
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import type { Locale as AntLocale } from 'antd/es/locale'
import enUS from 'antd/es/locale/en_US'
import { type ReactNode, useEffect, useState } from 'react'
import { RouterProvider } from 'react-router'
import { ApiProblem, isLogBeingRead, NetworkProblem } from '../../shared/api/problem'
import type { Locale } from '../../shared/api/types'
import { useWords } from './i18n'
import { nonce } from './nonce'
import { Queries } from './queries'
import { router } from './routes'
import { SessionProvider } from './session'
import { themeConfig, useTheme } from './theme'

export function makeQueryClient(): QueryClient {
  return new Queries({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) =>
          isLogBeingRead(error) ||
          (count < 2 &&
            (error instanceof NetworkProblem ||
              (error instanceof ApiProblem && error.status === 503))),
        retryDelay: (count, error) => (isLogBeingRead(error) ? 1_000 : 1_000 * 2 ** count),
      },
      mutations: { retry: false },
    },
  })
}

const antLocales: Record<Locale, () => Promise<{ default: AntLocale }>> = {
  'zh-CN': () => import('antd/es/locale/zh_CN'),
  en: async () => ({ default: enUS }),
  'zh-TW': () => import('antd/es/locale/zh_TW'),
}

export function Providers({ children, client }: { children: ReactNode; client: QueryClient }) {
  const { locale, t } = useWords()
  const theme = useTheme()
  // Never without one: Ant Design would mount its children anew when the first one arrives.
  const [antLocale, setAntLocale] = useState<AntLocale>(enUS)
  useEffect(() => {
    antLocales[locale]?.().then((m) => setAntLocale(m.default))
  }, [locale])
  useEffect(() => {
    document.title = t('brand')
  }, [t])
  return (
    <ConfigProvider
      theme={themeConfig(theme)}
      locale={antLocale}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <AntApp className="app">
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

const client = makeQueryClient()

export function App() {
  return (
    <Providers client={client}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </Providers>
  )
}
