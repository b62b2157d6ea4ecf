import { describe, expect, it } from 'vitest'
import { draw, END, pathOf, START, select } from './map'
import type { Process } from './types'

const arc = (from: string, to: string, count: number) => ({
  from,
  to,
  count,
  mean_s: 60,
  median_s: 60,
  p90_s: 60,
  min_s: 60,
  max_s: 60,
})
// a → b → c ten times, with rework of b, and a rare way by r.
const data: Process = {
  cases: 10,
  events: 43,
  activities: { a: 10, b: 20, c: 10, r: 3 },
  start: { a: 10 },
  end: { c: 10 },
  dfg: [
    arc('a', 'b', 9),
    arc('b', 'b', 10),
    arc('b', 'c', 8),
    arc('b', 'r', 2),
    arc('a', 'r', 1),
    arc('r', 'c', 2),
    arc('r', 'b', 1),
  ],
  variants: [],
  variant_count: 3,
  case_duration_s: { mean: 1, median: 1, p90: 1, min: 1, max: 1 },
  rework: { cases: 1, rate: 0.1 },
  bottlenecks: [],
  unreadable_events: 0,
}
const names = (arcs: { from: string; to: string }[]) => arcs.map((x) => `${x.from}>${x.to}`).sort()

describe('select', () => {
  it('shows everything at full detail', () => {
    const all = select(data, 1, 1)
    expect(all.nodes).toEqual(['b', 'a', 'c', 'r'])
    expect(all.arcs).toHaveLength(9)
  })
  it('keeps every step reachable and leavable at least detail', () => {
    const least = select(data, 1, 0)
    for (const node of least.nodes) {
      expect(
        least.arcs.some((x) => x.to === node && x.from !== node),
        node,
      ).toBe(true)
      expect(
        least.arcs.some((x) => x.from === node && x.to !== node),
        node,
      ).toBe(true)
    }
    expect(names(least.arcs)).toEqual([`${START}>a`, 'a>b', 'b>c', 'b>r', `c>${END}`, 'r>c'].sort())
  })
  it('drops rare steps with their arcs, never all', () => {
    expect(select(data, 0.5, 1).nodes).toEqual(['b', 'a'])
    expect(select(data, 0, 1).nodes).toEqual(['b'])
    expect(names(select(data, 0.5, 1).arcs)).toEqual([`${START}>a`, 'a>b', 'b>b'].sort())
  })
  it('shows more arcs the further the slider goes', () => {
    const shown = [0, 0.25, 0.5, 0.75, 1].map((share) => select(data, 1, share).arcs.length)
    expect([...shown].sort((a, b) => a - b)).toEqual(shown)
  })
  it('has nothing to show of no ticket', () => {
    expect(select({ ...data, activities: {}, dfg: [], start: {}, end: {} }, 1, 1)).toEqual({
      nodes: [],
      arcs: [],
    })
  })
})

describe('draw', () => {
  const drawn = draw(select(data, 1, 1), (id) => id)
  it('puts every step and arc inside the picture, steps apart from each other', () => {
    expect(drawn.nodes).toHaveLength(6)
    expect(drawn.arcs).toHaveLength(9)
    for (const n of drawn.nodes) {
      expect(n.x - n.width / 2).toBeGreaterThanOrEqual(0)
      expect(n.x + n.width / 2).toBeLessThanOrEqual(drawn.width)
      expect(n.y + n.height / 2).toBeLessThanOrEqual(drawn.height)
      for (const m of drawn.nodes) {
        if (m === n) continue
        const apart =
          Math.abs(n.x - m.x) * 2 >= n.width + m.width ||
          Math.abs(n.y - m.y) * 2 >= n.height + m.height
        expect(apart, `${n.id} ${m.id}`).toBe(true)
      }
    }
  })
  it('makes room for wide names', () => {
    const wide = draw(select(data, 1, 1), () => '向客户说明处理方案并等待确认')
    expect(wide.nodes.find((n) => n.id === 'a')?.width).toBeGreaterThan(180)
  })
  it('draws each arc as one line of numbers', () => {
    for (const { path } of drawn.arcs) expect(path).toMatch(/^M [-\d. QLC]+$/)
    expect(pathOf([])).toBe('')
    const self = drawn.arcs.find(({ arc: x }) => x.from === x.to)
    const node = drawn.nodes.find((n) => n.id === 'b')
    expect(self?.label.x).toBeGreaterThan((node?.x ?? 0) + (node?.width ?? 0) / 2)
  })
})
