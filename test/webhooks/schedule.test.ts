import t from 'tap'
import { judge } from '../../src/webhooks/judge.ts'
import { maxTries, nextAttemptAt, retryAfterOf } from '../../src/webhooks/schedule.ts'

const at = new Date('2026-01-01T00:00:00Z')
const after = (date: Date | null) => (date === null ? null : (date.getTime() - at.getTime()) / 1000)

t.test('ten attempts over 75 hours and a half, with up to a tenth of jitter', async (t) => {
  let least = 0
  let most = 0
  for (let tries = 1; tries < maxTries; tries++) {
    least += after(nextAttemptAt(tries, at, 0, () => 0)) ?? 0
    most += after(nextAttemptAt(tries, at, 0, () => 1)) ?? 0
  }
  t.equal(least, 75 * 3600 + 35 * 60 + 5)
  t.ok(Math.abs(most - least * 1.1) < 1)
  t.equal(nextAttemptAt(maxTries, at), null)
})

t.test('Retry-After is read as seconds or as a date, a day at the most', async (t) => {
  t.equal(retryAfterOf('120', at), 120)
  t.equal(retryAfterOf('Thu, 01 Jan 2026 00:01:00 GMT', at), 60)
  t.equal(retryAfterOf('999999999', at), 86_400)
  for (const nothing of [undefined, '', 'soon', '-5', 'Wed, 31 Dec 2025 00:00:00 GMT']) {
    t.equal(retryAfterOf(nothing, at), 0, String(nothing))
  }
})

const reply = {
  status: 500 as number | null,
  error: null,
  retryAfterSeconds: 0,
  responseBody: null,
  durationMs: 1,
}

t.test('only 2xx is a success', async (t) => {
  const standing = { tries: 1, failingSince: at }
  for (const status of [200, 201, 204, 299]) {
    t.equal(judge({ ...reply, status }, standing, at).state, 'delivered', String(status))
  }
  for (const status of [null, 100, 301, 304, 400, 404, 500, 503]) {
    t.equal(judge({ ...reply, status }, standing, at).state, 'pending', String(status))
  }
})

t.test('Retry-After counts where the receiver is overloaded', async (t) => {
  const standing = { tries: 1, failingSince: at }
  const asked = { ...reply, retryAfterSeconds: 600 }
  const overloaded = judge({ ...asked, status: 429 }, standing, at)
  t.equal(after(overloaded.holdUntil), 600)
  t.ok((after(overloaded.runAt) ?? 0) >= 600)
  t.equal(judge({ ...asked, status: 500 }, standing, at).holdUntil, null)
})

t.test('an endpoint is paused when it is gone or has failed for three days', async (t) => {
  t.equal(judge({ ...reply, status: 410 }, { tries: 1, failingSince: at }, at).pause, 'gone')
  const since = (hours: number) => new Date(at.getTime() - hours * 3_600_000)
  const last = (failingSince: Date | null) => judge(reply, { tries: maxTries, failingSince }, at)
  t.match(last(since(75)), { state: 'failed', pause: 'failing' })
  t.match(last(since(10)), { state: 'failed', pause: null }, 'others got through meanwhile')
  t.match(last(null), { state: 'failed', pause: null })
})
