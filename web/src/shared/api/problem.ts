// RFC 9457 problem documents, as every refusal of the server arrives here.

export interface FieldProblem {
  path: string
  problem: string
  detail?: string
}

interface ProblemBody {
  type?: string
  title?: string
  detail?: string
  request_id?: string
  errors?: FieldProblem[]
}

export class ApiProblem extends Error {
  readonly status: number
  readonly type: string
  readonly detail: string
  readonly requestId: string
  readonly errors: FieldProblem[]
  readonly retryAfterS: number | null

  constructor(status: number, body: ProblemBody, retryAfterS: number | null = null) {
    super(body.detail || body.title || `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.type = body.type ?? 'unknown'
    this.detail = body.detail ?? body.title ?? ''
    this.requestId = body.request_id ?? ''
    this.errors = body.errors ?? []
    this.retryAfterS = retryAfterS
  }
}

/** The request never reached the server, or its answer never reached us. */
export class NetworkProblem extends Error {
  constructor(cause: unknown) {
    super('network', { cause })
    this.name = 'NetworkProblem'
  }
}

export async function problemFrom(response: Response): Promise<ApiProblem> {
  let body: ProblemBody = {}
  try {
    body = (await response.json()) as ProblemBody
  } catch {
    body = { title: response.statusText }
  }
  const retry = Number(response.headers.get('Retry-After'))
  return new ApiProblem(response.status, body, Number.isFinite(retry) && retry > 0 ? retry : null)
}

/** The detail that belongs to one form field, matched by the end of its path. */
export function fieldError(problem: unknown, field: string): FieldProblem | undefined {
  if (!(problem instanceof ApiProblem)) return undefined
  return problem.errors.find(
    (e) => e.path === field || e.path.endsWith(`.${field}`) || e.path.endsWith(`/${field}`),
  )
}

/** A long log is read in the background; asking again shows how far it is. */
export function isLogBeingRead(error: unknown): boolean {
  return error instanceof ApiProblem && error.type === 'log_being_read'
}
