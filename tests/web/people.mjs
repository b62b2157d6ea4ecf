// Where the server is and who may sign in: HUIYIN_URL, and HUIYIN_LOGINS as JSON when the logins are
// not those of `huiyin demo`.
export const address = process.env.HUIYIN_URL ?? 'http://127.0.0.1:8080'

const password = process.env.HUIYIN_PASSWORD ?? 'huiyin-demo'
const given = JSON.parse(process.env.HUIYIN_LOGINS ?? '{}')
export const logins = {
  agent: ['agent', password],
  handler: ['handler', password],
  leader: ['leader', password],
  supervisor: ['supervisor', password],
  admin: ['admin', password],
  auditor: ['auditor', password],
  ...given,
}
