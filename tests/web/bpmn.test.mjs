// The models `huiyin mine --bpmn` writes, read by the reader of bpmn.io: no warning, nothing in the
// air, and a drawing in which no two shapes lie on each other and no line runs through a shape.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { readBpmn } from '../../web/tests/bpmn.mjs'

/** A model of cases whose steps are written as words between spaces. */
async function modelOf(...cases) {
  const rows = cases.flatMap((steps, c) =>
    steps.split(' ').map((step, i) => `${c},"${step.replaceAll('"', '""')}",2026-01-01T00:${String(i).padStart(2, '0')}:00Z`),
  )
  const xml = execFileSync(process.env.HUIYIN, ['mine', '-', '--bpmn', '-', '--quiet'], {
    input: `case,activity,time\n${rows.join('\n')}\n`,
    encoding: 'utf8',
  })
  const read = await readBpmn(xml)
  assert.deepEqual(read.warnings, [])
  return read.rootElement
}

function follow(from, next) {
  const seen = new Set(from)
  const open = [...from]
  while (open.length > 0) {
    for (const node of next(open.pop())) {
      if (!seen.has(node)) {
        seen.add(node)
        open.push(node)
      }
    }
  }
  return seen
}

function check(definitions, names) {
  const [process] = definitions.rootElements
  const nodes = process.flowElements.filter((e) => e.$type !== 'bpmn:SequenceFlow')
  const flows = process.flowElements.filter((e) => e.$type === 'bpmn:SequenceFlow')
  const tasks = nodes.filter((n) => n.$type === 'bpmn:Task')
  assert.deepEqual(tasks.map((t) => t.name).sort(), [...names].sort())
  for (const flow of flows) assert.ok(nodes.includes(flow.sourceRef) && nodes.includes(flow.targetRef))
  const starts = nodes.filter((n) => n.$type === 'bpmn:StartEvent')
  const ends = nodes.filter((n) => n.$type === 'bpmn:EndEvent')
  assert.equal(starts.length, 1)
  assert.equal(ends.length, 1)
  const after = (n) => flows.filter((f) => f.sourceRef === n).map((f) => f.targetRef)
  const before = (n) => flows.filter((f) => f.targetRef === n).map((f) => f.sourceRef)
  assert.equal(follow(starts, after).size, nodes.length, 'every step can be reached')
  assert.equal(follow(ends, before).size, nodes.length, 'from every step the end can be reached')
  const shapes = definitions.diagrams[0].plane.planeElement.filter((e) => e.$type === 'bpmndi:BPMNShape')
  assert.equal(shapes.length, nodes.length)
  for (const a of shapes) {
    for (const b of shapes) {
      if (a === b) continue
      const apart =
        a.bounds.x + a.bounds.width <= b.bounds.x ||
        b.bounds.x + b.bounds.width <= a.bounds.x ||
        a.bounds.y + a.bounds.height <= b.bounds.y ||
        b.bounds.y + b.bounds.height <= a.bounds.y
      assert.ok(apart, `${a.bpmnElement.id} lies on ${b.bpmnElement.id}`)
    }
  }
  const edges = definitions.diagrams[0].plane.planeElement.filter((e) => e.$type === 'bpmndi:BPMNEdge')
  assert.equal(edges.length, flows.length)
  for (const { waypoint, bpmnElement: flow } of edges) {
    for (const { bounds, bpmnElement: node } of shapes) {
      if (node === flow.sourceRef || node === flow.targetRef) continue
      for (let i = 1; i < waypoint.length; i++) {
        assert.ok(!crosses(waypoint[i - 1], waypoint[i], bounds), `${flow.id} runs through ${node.id}`)
      }
    }
  }
}

/** Whether a level or upright line passes inside a rectangle. */
function crosses(p, q, { x, y, width, height }) {
  assert.ok(p.x === q.x || p.y === q.y, 'lines are level or upright')
  return (
    Math.max(p.x, q.x) > x &&
    Math.min(p.x, q.x) < x + width &&
    Math.max(p.y, q.y) > y &&
    Math.min(p.y, q.y) < y + height
  )
}

test('a sequence with a choice', async () => {
  check(await modelOf('a b d', 'a c d', 'a d'), ['a', 'b', 'c', 'd'])
})

test('parallel steps and a loop', async () => {
  check(await modelOf('a b c d', 'a c b d', 'a b c e b c d', 'a c b e c b d'), ['a', 'b', 'c', 'd', 'e'])
})

test('names in Chinese and with characters of markup', async () => {
  check(await modelOf('受理 核实<身份> "退款"&通知', '受理 驳回'), ['受理', '核实<身份>', '"退款"&通知', '驳回'])
})

test('one step alone', async () => {
  check(await modelOf('a', 'a'), ['a'])
})

// Loops in loops, choices in parallel: whatever comes out of the miner is drawn without overlap.
test('thirty logs of chance', async () => {
  let seed = 7
  const below = (n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * n)
  }
  for (let round = 0; round < 30; round++) {
    const steps = 'abcdefgh'.slice(0, 2 + below(7)).split('')
    const cases = Array.from({ length: 3 + below(12) }, () =>
      Array.from({ length: 2 + below(9) }, () => steps[below(steps.length)]).join(' '),
    )
    check(await modelOf(...cases), new Set(cases.join(' ').split(' ')))
  }
})
