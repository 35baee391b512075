"""One sentence each: what a row is linked to, why, and what else matters about its link."""

import math
from collections.abc import Callable
from typing import Any

from flows.words.vocabulary import LINK_STATUSES, STAGES
from matching.weighing.model import model

Row = dict[str, Any]


def linked(link: Row) -> str:
    """Status, household, member, stage and probability of a link as in `links`."""
    household = f"：户 {link['household_id']}，{member(link)}" if link["household_id"] else ""
    sure = "" if link["probability"] is None else f"，把握 {probability(link['probability'])}"
    return f"{LINK_STATUSES[link['status']]}{household}（{stage_word(link['stage'])}）{sure}"


def member(link: Row) -> str:
    """The member, or that the member is uncertain."""
    return f"成员 {link['member_id']}" if link["member_id"] else "成员不确定"


def stage_word(stage: str) -> str:
    """Chinese for a stage of linking, a doubt or a verdict."""
    chosen = model()
    verdicts = {name: verdict.label for name, verdict in chosen.verdicts.items()}
    return {**STAGES, **chosen.doubts, **verdicts}.get(stage, stage)


def probability(share: float) -> str:
    """A probability with four decimals; never rounded to certainty."""
    if share >= 0.99995:
        return "0.9999 以上"
    return "0.0001 以下" if share < 0.00005 else f"{share:.4f}"


def certainty(share: float) -> str:
    """A probability in words and as a percentage, cut off so that it never reaches 100 %."""
    # one wrong link in 10,000, in 1,000, as many as the model allows; below that only reviewers link
    certainties = (
        (0.9999, "几乎可以肯定"),
        (0.999, "很有把握"),
        (model().decision.link, "有把握"),
        (0.0, "把握不足，经人工核对"),
    )
    word = next(word for least, word in certainties if share >= least)
    return f"{word}，{math.floor(share * 10_000) / 100:.2f}%" if share < 0.9999 else f"{word}，99.99% 以上"


def why(answer: Row) -> list[str]:
    """Sentences for an answer of `flows.answers.row`: where the link comes from, and the decision."""
    decided = _DECIDED[answer["status"]](answer)
    link = answer["link"]
    if link["stage"] == "former_member":
        last = link["last_period_in_roster"]
        link_origin = f"此人到 {last} 为止在名册中，现已不在：那时以前的事实留在原来的户。"
        return [link_origin, f"如与现名册比较：{decided}"]
    if link["stage"] == "reversal":
        row = link["cancelled"]
        link_origin = f"本行冲正 {row['file_id']}:{row['row_number']}，随那一行对应。"
        return [link_origin, f"如只看本行自身：{decided}"]
    return [decided, *_differs(answer)]


def _linked(answer: Row) -> str:
    (household,) = (candidate for candidate in answer["candidates"] if candidate["linked"])
    sure, line = probability(household["probability"]), answer["thresholds"]["link"]
    if household["decision"] == "yes":
        sentence = "核对人员已确认是这一户。"
    elif answer["settled"]:
        sentence = "证件号码完整，姓名也相符，不必逐项比较即可对应；下面的权重供核对。"
    else:
        sentence = f"这一户的把握（{sure}）达到 {line}，也没有要人核对的疑点，因此对应。"
    return sentence + ("" if household["member_id"] else "户可以确定，是哪一名成员不能确定，因此只对应到户。")


def _review(answer: Row) -> str:
    doubt = next(candidate["doubt"] for candidate in answer["candidates"] if candidate["doubt"])
    sure, line = answer["registered"], answer["thresholds"]["review"]
    if sure >= line:
        return f"是名册中某人的把握（{probability(sure)}）达到 {line}，值得核对，但不能自动对应：{doubt}。"
    return f"是名册中某人的把握（{probability(sure)}）不到 {line}，但这样的疑点总要由人判断：{doubt}。"


def _unlinked(answer: Row) -> str:
    person = answer["person"]
    outsider = person["number_kind"] == "valid" and not person["number_known"]
    context = "证件号码完整，名册中无此号码；证件号码不完整的成员中，" if outsider else ""
    return context + _nobody(answer) + "，因此不匹配。"


def _nobody(answer: Row) -> str:
    if any(candidate["probability"] is not None for candidate in answer["candidates"]):
        sure, line = probability(answer["registered"]), answer["thresholds"]["review"]
        return f"候选户合起来的把握（{sure}）不到 {line}，不值得核对"
    if answer["candidates"]:
        return "候选户都已由核对人员否定"
    if answer["person"]["found"]:
        return f"有 {answer['person']['found']} 人与本行有共同的查找条件，但姓名都不相符"
    return "没有人与本行有共同的查找条件" if answer["search"] else "本行的信息不足以在名册中查找"


_DECIDED: dict[str, Callable[[Row], str]] = {"linked": _linked, "review": _review, "unlinked": _unlinked}


def _differs(answer: Row) -> list[str]:
    link = answer["link"]
    now = next((c["household_id"] for c in answer["candidates"] if c["linked"]), None)
    same = (answer["status"], now) == (link["status"], link["household_id"])
    if same:
        return []
    again = LINK_STATUSES[answer["status"]] + (f"：户 {now}" if now else "")
    return [f"注意：按现在的程序、参数和核对结论重新判断，结果是“{again}”，与已发布的不同；下次运行后更新。"]
