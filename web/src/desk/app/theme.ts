// Light, dark and high contrast as Ant Design tokens; the same colours stand in styles.css.
import { theme as antd, type ThemeConfig } from 'antd'
import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast'
export type ThemeName = 'light' | 'dark' | 'contrast'
export const THEMES: ThemeChoice[] = ['system', 'light', 'dark', 'contrast']

const KEY = 'hy.theme'
const listeners = new Set<() => void>()
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const prefersContrast = matchMedia('(prefers-contrast: more)')

export function themeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY)
    if (kept && (THEMES as string[]).includes(kept)) return kept as ThemeChoice
  } catch {
    // No storage: follow the system.
  }
  return 'system'
}

function currentTheme(): ThemeName {
  const choice = themeChoice()
  if (choice !== 'system') return choice
  if (prefersContrast.matches) return 'contrast'
  return prefersDark.matches ? 'dark' : 'light'
}

function apply() {
  document.documentElement.dataset.theme = currentTheme()
  for (const listener of listeners) listener()
}
prefersDark.addEventListener('change', apply)
prefersContrast.addEventListener('change', apply)
document.documentElement.dataset.theme = currentTheme()

export function chooseTheme(choice: ThemeChoice) {
  try {
    localStorage.setItem(KEY, choice)
  } catch {
    // Cannot be kept.
  }
  apply()
}

export function useTheme(): ThemeName {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentTheme)
}

const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

const shared = {
  fontFamily: FONT,
  fontSize: 14,
  borderRadius: 6,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
  motionDurationFast: '0.08s',
  wireframe: false,
}

const tokens: Record<ThemeName, ThemeConfig['token']> = {
  light: {
    ...shared,
    colorPrimary: '#0F766E',
    colorLink: '#0F766E',
    colorInfo: '#0F766E',
    colorWarning: '#A84D08',
    colorError: '#B42318',
    colorText: '#1B2430',
    colorTextSecondary: '#47525F',
    colorTextTertiary: '#5A6572',
    colorTextPlaceholder: '#667280',
    colorTextDescription: '#47525F',
    colorBgLayout: '#F7F8FA',
    colorBgContainer: '#FFFFFF',
    colorBorder: '#C3CAD2',
    colorBorderSecondary: '#DDE1E6',
  },
  dark: {
    ...shared,
    colorPrimary: '#2DD4BF',
    colorLink: '#2DD4BF',
    colorInfo: '#2DD4BF',
    colorWarning: '#FBBF24',
    colorError: '#F87171',
    colorText: '#E8ECEF',
    colorTextLightSolid: '#06201D',
    colorTextSecondary: '#B3BCC5',
    colorTextTertiary: '#9AA5AF',
    colorTextPlaceholder: '#8C98A3',
    colorTextDescription: '#B3BCC5',
    colorBgLayout: '#0F1417',
    colorBgContainer: '#161C20',
    colorBgElevated: '#1D252A',
    colorBorder: '#3C4852',
    colorBorderSecondary: '#2B343A',
  },
  contrast: {
    ...shared,
    colorPrimary: '#004B45',
    colorLink: '#004B45',
    colorInfo: '#004B45',
    colorWarning: '#7A3300',
    colorError: '#8E0000',
    colorText: '#000000',
    colorTextSecondary: '#000000',
    colorTextTertiary: '#1F1F1F',
    colorTextPlaceholder: '#333333',
    colorTextDescription: '#000000',
    colorBgLayout: '#FFFFFF',
    colorBgContainer: '#FFFFFF',
    colorBorder: '#000000',
    colorBorderSecondary: '#000000',
  },
}

export function themeConfig(name: ThemeName): ThemeConfig {
  return {
    algorithm: name === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    // Under the pointer a link is underlined; a lighter colour would be hard to read.
    token: { ...tokens[name], colorLinkHover: tokens[name]?.colorLink as string },
    cssVar: { key: 'hy' },
    hashed: false,
    components: {
      Button:
        name === 'dark'
          ? { primaryColor: '#06201D', primaryShadow: 'none', dangerShadow: 'none' }
          : { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { cellPaddingBlock: 9, headerBg: 'transparent' },
      Tooltip: { colorTextLightSolid: '#FFFFFF' },
    },
  }
}
