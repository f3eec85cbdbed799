import { commandRefusal } from "../../modules/database/agent/decide/command-check.ts";
import { decide, mayBootstrap } from "../../modules/database/agent/decide/decide.ts";
import {
  type DecisionInput,
  type GroupState,
  isInGroup,
  type LocalMember,
  type PeerAnswer,
  updateAbsence,
} from "../../modules/database/agent/decide/decision-input.ts";
import {
  FIRST_GROUP_NAME,
  forcedGroupName,
  newestGroupName,
} from "../../modules/database/agent/decide/group-name.ts";
import { formatGtidSet, type GtidSet, parseGtidSet } from "../../modules/database/agent/decide/gtid.ts";
import type { OperatorCommand } from "../../modules/database/agent/decide/operator-command.ts";
import { writesRefusal } from "../../modules/database/agent/decide/routability.ts";
import { answering, THREE } from "./inputs.ts";
import { type Claim, Member, type Transactions, type View } from "./model-member.ts";

const ANSWERS_MAX_AGE_MS = 3_000;

/**
 * Three members, each an agent that decides by the real functions, and a mysqld as Group Replication has it: commits
 * need a majority of the view, a majority may expel the others, and who has none for a while fails.
 */
export class Model {
  readonly members: ReadonlyMap<string, Member>;
  nowMs = 1_000_000;
  /** How many groups operators' commands founded. */
  forced = 0;
  #written = 0;

  constructor(isFormed: boolean) {
    this.members = new Map(THREE.map((node) => [node, new Member(node)]));
    if (!isFormed) return;
    const view = { name: FIRST_GROUP_NAME, nodes: THREE };
    for (const member of this.members.values()) {
      member.view = view;
      member.believed = THREE;
    }
  }

  member(node: string): Member {
    const member = this.members.get(node);
    if (!member) throw new Error(node);
    return member;
  }

  /** Members that can commit together with this one at this moment, itself among them. */
  live({ node, view }: Member): readonly Member[] {
    const alive = [...this.members.values()].filter(
      (each) =>
        each.isRunning && !each.isFrozen && !each.isMysqldFrozen && !each.isExpelled && each.view === view,
    );
    const self = alive.find((each) => each.node === node);
    if (view === undefined || self === undefined) return [];
    return self.isCutOff ? [self] : alive.filter(({ isCutOff }) => !isCutOff);
  }

  hasMajority(member: Member): boolean {
    return member.view !== undefined && this.live(member).length * 2 > member.view.nodes.length;
  }

  /** The views in which MySQL would commit a write. */
  writableViews(): ReadonlySet<View> {
    const views = [...this.members.values()].filter((each) => this.hasMajority(each));
    return new Set(views.flatMap(({ view }) => view ?? []));
  }

  /** The views to whose primary the routers would send a write. */
  routedViews(): ReadonlySet<View> {
    const primaries = [...this.members.values()].filter(
      (each) => this.hasMajority(each) && !each.isCutOff && this.#routersMayWrite(each),
    );
    return new Set(primaries.flatMap(({ view }) => view ?? []));
  }

  #routersMayWrite(member: Member): boolean {
    const { node, heard: peers, peersAskedAtMs } = member;
    const group = this.#sight(member);
    const holdings = this.#holdings(member);
    const observation = {
      askedAtMs: this.nowMs,
      uuid: node,
      version: "",
      isReadOnly: false,
      holdings,
      group,
    };
    const metrics = { uptimeSeconds: 9, questions: 9, lagTransactions: 0, lagSeconds: 0 };
    const known = { isAlone: false, isStopping: false, metrics, init: { state: "done" } as const };
    const input = { ...known, nowMs: this.nowMs, node, observation, peers, peersAskedAtMs };
    return writesRefusal(input) === undefined;
  }

  /** Asks all peers; those in `lost` don't get through. */
  hear(member: Member, lost: readonly string[]): void {
    if (!member.isRunning || member.isFrozen) return;
    for (const node of THREE)
      if (node !== member.node) member.heard.set(node, this.#ask(member, node, lost.includes(node)));
    member.absence = updateAbsence(member.absence, member.heard, this.nowMs, this.#local(member));
    if (!member.isCutOff) member.peersAskedAtMs = this.nowMs;
  }

  #ask(member: Member, node: string, isLost: boolean): PeerAnswer {
    const peer = this.member(node);
    if (member.isCutOff) return { kind: "silent", reason: "cut off" };
    if (!peer.isRunning || peer.isCutOff) return { kind: "absent" };
    if (peer.isFrozen || isLost) return { kind: "silent", reason: "no answer in 800 ms" };
    return answering(this.#local(peer), {
      vote: peer.decision?.vote ?? null,
      bootstrapping: peer.claim?.kind === "bootstrap",
      refused: peer.decision?.kind === "refuse",
    });
  }

  /** One round of the agent's control loop, or the next part of one that is under way. */
  step(member: Member, isLost: boolean): void {
    if (!member.isRunning || member.isFrozen) return;
    if (member.claim) {
      this.#goOn(member, member.claim, isLost);
      return;
    }
    if (isInGroup(this.#local(member))) member.command = undefined;
    const decision = decide(this.#observe(member));
    member.decision = decision;
    switch (decision.kind) {
      case "bootstrap":
      case "clone":
        member.claim = {
          kind: decision.kind,
          askedAtMs: this.nowMs,
          toAsk: THREE.filter((node) => node !== member.node),
          answers: new Map(),
          allowed: undefined,
        };
        return;
      case "join":
        member.command = undefined;
        this.#join(member, decision.group, decision.forgetsReceived);
        return;
      case "leave":
        member.command = undefined;
        this.#shrink(member, [member.node]);
        member.view = undefined;
        member.isExpelled = false;
        return;
      case "restart":
        member.restartMysqld();
        return;
      case "apply-received":
        member.applyReceived();
    }
  }

  #goOn(member: Member, claim: Claim, isLost: boolean): void {
    const next = claim.toAsk.shift();
    if (next !== undefined) {
      claim.answers.set(next, this.#ask(member, next, isLost));
      return;
    }
    if (claim.allowed === undefined) claim.allowed = this.#check(member, claim);
    else this.#carryOut(member, claim.kind, claim.allowed);
    if (claim.allowed === undefined) member.claim = undefined;
  }

  #check(member: Member, { askedAtMs, answers, kind }: Claim): string | undefined {
    const absence = updateAbsence(member.absence, answers, askedAtMs, this.#local(member));
    const seen = { ...this.#observe(member), peers: answers, absence };
    if (this.nowMs - askedAtMs >= ANSWERS_MAX_AGE_MS) return undefined;
    const decision = decide(seen);
    if (kind === "clone") return decision.kind === "clone" ? decision.donor : undefined;
    if (decision.kind !== "bootstrap" || !mayBootstrap(seen)) return undefined;
    const { known } = this.#holdings(member);
    if (decision.isForced) this.forced += 1;
    return decision.isForced ? forcedGroupName(this.nowMs, 0.5, known) : newestGroupName(known);
  }

  #carryOut(member: Member, kind: Claim["kind"], what: string): void {
    member.claim = undefined;
    member.command = undefined;
    if (member.isMysqldFrozen || member.view !== undefined) return;
    member.received.clear();
    if (kind === "bootstrap") {
      member.view = { name: what, nodes: [member.node] };
      member.believed = [member.node];
    } else if (this.hasMajority(this.member(what)) && !member.isCutOff)
      member.executed = new Map(this.member(what).executed);
  }

  #join(member: Member, name: string, forgetsReceived: boolean): void {
    const host = [...this.members.values()].find(
      (each) =>
        each.view?.name === name &&
        !each.isCutOff &&
        this.live(each).includes(each) &&
        this.hasMajority(each),
    );
    if (!host?.view || member.isCutOff || member.isMysqldFrozen || member.view) return;
    if (forgetsReceived) member.received.clear();
    else member.applyReceived();
    // Group Replication itself takes no member that has executed more than the group, by the GTIDs.
    if ([...member.executed.keys()].some((gtid) => !host.executed.has(gtid) && !host.received.has(gtid)))
      return;
    this.#install(this.live(host), { name, nodes: [...new Set([...host.view.nodes, member.node])] });
    member.view = host.view;
    member.believed = host.believed;
    for (const [gtid, deed] of [...host.executed, ...host.received])
      if (!member.executed.has(gtid)) member.executed.set(gtid, deed);
  }

  #install(members: readonly Member[], view: View): void {
    for (const each of members) {
      each.view = view;
      each.believed = members.map(({ node }) => node);
    }
  }

  /** The majority goes on without the members given. */
  #shrink(member: Member, without: readonly string[]): void {
    if (!member.view || !this.hasMajority(member)) return;
    const staying = this.live(member).filter(({ node }) => !without.includes(node));
    const nodes = member.view.nodes.filter((node) => !without.includes(node));
    this.#install(staying, { name: member.view.name, nodes });
  }

  /** Group Replication of this member sees who is reachable, expels who is not, or fails without a majority. */
  notice(member: Member, what: "reachable" | "expel" | "fail"): void {
    if (!member.isRunning || member.isFrozen || member.isMysqldFrozen || !member.view || member.isExpelled)
      return;
    const live = this.live(member).map(({ node }) => node);
    if (what === "reachable") member.believed = live;
    if (what === "expel")
      this.#shrink(
        member,
        member.view.nodes.filter((node) => !live.includes(node)),
      );
    if (what === "fail" && !this.hasMajority(member)) member.isExpelled = true;
  }

  /** The primary commits; who gets it may have it only received. */
  write(member: Member, isApplied: boolean): void {
    if (!member.view || !this.hasMajority(member)) return;
    const live = this.live(member);
    const taken = new Set(live.flatMap((each) => [...each.executed.keys(), ...each.received.keys()]));
    let number = 1;
    while (taken.has(`${member.view.name}:${number}`)) number += 1;
    this.#written += 1;
    for (const each of live)
      (each === member || isApplied ? each.executed : each.received).set(
        `${member.view.name}:${number}`,
        this.#written,
      );
  }

  /** Gives the agent a command, as an operator does; it may refuse it. */
  command(member: Member, command: OperatorCommand): void {
    if (!member.isRunning || member.isFrozen) return;
    if (commandRefusal(this.#observe(member), command) === undefined)
      member.command = { command, givenAtMs: this.nowMs };
  }

  /** GTIDs that stand for different transactions within one view. */
  contradictions(): readonly string[] {
    return [...this.writableViews()].flatMap((view) => {
      const deeds = new Map<string, number>();
      const inView = [...this.members.values()].filter((each) => each.view === view);
      return inView.flatMap((each) =>
        [...each.executed, ...each.received].flatMap(([gtid, deed]) => {
          const other = deeds.get(gtid) ?? deed;
          deeds.set(gtid, deed);
          return other === deed ? [] : [gtid];
        }),
      );
    });
  }

  #observe(member: Member): DecisionInput {
    const { node, heard: peers, absence, command } = member;
    return {
      self: node,
      nowMs: this.nowMs,
      members: THREE,
      local: this.#local(member),
      peers,
      absence,
      command,
    };
  }

  #local(member: Member): LocalMember {
    if (member.isMysqldFrozen) return { kind: "down", reason: "mysqld does not answer" };
    return { kind: "up", group: this.#sight(member), holdings: this.#holdings(member) };
  }

  #sight({ node, view, isExpelled, believed }: Member): GroupState {
    const name = view?.name ?? FIRST_GROUP_NAME;
    if (!view || isExpelled) return { state: view ? "ERROR" : "OFFLINE", view: [], quorum: false, name };
    const rows = view.nodes.map((each) => ({
      node: each,
      uuid: each,
      state: believed.includes(each) ? ("ONLINE" as const) : ("UNREACHABLE" as const),
      role: each === believed[0] ? ("PRIMARY" as const) : ("SECONDARY" as const),
    }));
    const state = rows.find((row) => row.node === node)?.state === "ONLINE" ? "ONLINE" : "ERROR";
    return { state, view: rows, quorum: believed.length * 2 > view.nodes.length, name };
  }

  #holdings({ executed, received }: Member) {
    return { executed: setOf(executed), known: setOf(new Map([...executed, ...received])) };
  }
}

function setOf(transactions: Transactions): GtidSet {
  return parseGtidSet([...transactions.keys()].join(","));
}

/** For messages. */
export function describe(model: Model): string {
  return [...model.members.values()]
    .map(
      ({ node, view, executed }) =>
        `${node}: ${view?.name ?? "-"} of ${view?.nodes} ${formatGtidSet(setOf(executed))}`,
    )
    .join("; ");
}
