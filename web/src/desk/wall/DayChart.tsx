// The last 24 hours against the band of the last four same weekdays. The only page with ECharts.
import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { Wall } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { useTheme } from '../app/theme'

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer])

function cssColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

export default function DayChart({ hours }: { hours: Wall['hours'] }) {
  const { t } = useWords()
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  useEffect(() => {
    if (!box.current) return
    const made = init(box.current)
    chart.current = made
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come from the theme
  useEffect(() => {
    const soft = cssColour('--soft')
    const primary = cssColour('--primary')
    const needs = cssColour('--needs')
    const label = (colour: string, name: string) => ({
      show: true,
      formatter: name,
      color: colour,
      fontSize: 14,
      distance: 6,
    })
    const line = (name: string, colour: string, data: number[], dashed = false) => ({
      name,
      type: 'line' as const,
      data,
      showSymbol: false,
      lineStyle: {
        color: colour,
        width: 2.5,
        type: dashed ? ('dashed' as const) : ('solid' as const),
      },
      itemStyle: { color: colour },
      endLabel: label(colour, name),
    })
    chart.current?.setOption({
      animation: false,
      grid: { left: 34, right: 84, top: 12, bottom: 26 },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: hours.map((h) => hourOf(h.hour)),
        axisLabel: { color: soft, fontSize: 13, interval: 3, hideOverlap: true },
        axisLine: { lineStyle: { color: soft } },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: soft, fontSize: 13 },
        splitLine: { lineStyle: { color: cssColour('--hair') } },
      },
      series: [
        {
          name: t('wall.usual'),
          type: 'line',
          stack: 'band',
          data: hours.map((h) => h.usual_low),
          symbol: 'none',
          lineStyle: { opacity: 0 },
          silent: true,
          tooltip: { show: false },
        },
        {
          name: t('wall.usual'),
          type: 'line',
          stack: 'band',
          data: hours.map((h) => h.usual_high - h.usual_low),
          symbol: 'none',
          lineStyle: { opacity: 0 },
          areaStyle: { color: soft, opacity: 0.22 },
          silent: true,
          tooltip: { show: false },
        },
        line(
          t('wall.received'),
          primary,
          hours.map((h) => h.received),
        ),
        line(
          t('wall.resolved'),
          needs,
          hours.map((h) => h.resolved),
          true,
        ),
      ],
    })
  }, [hours, theme, t])
  return (
    <div
      ref={box}
      className="chart"
      role="img"
      aria-label={t('wall.chart_label', {
        received: hours.reduce((n, h) => n + h.received, 0),
        resolved: hours.reduce((n, h) => n + h.resolved, 0),
      })}
    />
  )
}

function hourOf(hour: string): string {
  const at = new Date(hour)
  return Number.isNaN(at.getTime()) ? hour : `${String(at.getHours()).padStart(2, '0')}:00`
}
