interface Shape {
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

/** Where defaults stand in a schema; parts without any are left out, so that they cost nothing. */
interface Plan {
  readonly own: readonly (readonly [name: string, value: unknown])[]
  readonly members: readonly (readonly [name: string, plan: Plan])[]
  readonly items: Plan | undefined
}

const plans = new WeakMap<object, Plan | null>()

/** Sets absent members to their defaults, in place, so that every door hands on the same input. */
export function fillDefaults(schema: object, value: unknown): void {
  let plan = plans.get(schema)
  if (plan === undefined) {
    plan = planOf(schema as Shape) ?? null
    plans.set(schema, plan)
  }
  if (plan !== null) fill(plan, value)
}

function planOf({ properties = {}, items }: Shape): Plan | undefined {
  const members = Object.entries(properties)
  const plan: Plan = {
    own: members.flatMap(([name, member]) =>
      member.default === undefined ? [] : [[name, member.default] as const],
    ),
    members: members.flatMap(([name, member]) => {
      const inner = planOf(member)
      return inner === undefined ? [] : [[name, inner] as const]
    }),
    items: items && planOf(items),
  }
  const isEmpty = plan.own.length + plan.members.length === 0 && plan.items === undefined
  return isEmpty ? undefined : plan
}

function fill(plan: Plan, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    if (plan.items) for (const item of value) fill(plan.items, item)
    return
  }
  const members = value as Record<string, unknown>
  for (const [name, preset] of plan.own) {
    if (members[name] === undefined) members[name] = preset
  }
  for (const [name, inner] of plan.members) fill(inner, members[name])
}
