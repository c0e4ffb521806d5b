"""Write the table anew: `python -m conference.variants.making Unihan_Variants.txt`.

The file is Unicode's (`LICENSE` beside this; Debian has it in the package unicode-data). It is
needed for this alone.
"""

import sys
from collections import defaultdict
from pathlib import Path

from conference.variants import TABLE

# Simplified, too, they are what they are: 乾坤, 著作.
THEMSELVES = "乾著"

# A sign that stands for another one in dictionaries, but in names of today for itself.
OTHERS_IN_NAMES = "喆犇堃邨恊昪昹炁麐惇祐珪伭"

# Japan's forms with those that they came from: the official tables of characters for general use
# (常用漢字表) and for names (人名用漢字). Forms that Chinese has as characters of their own are
# left out (芸, 弁, 予).
JAPANESE = """
    乗乘 亜亞 仏佛 仮假 伝傳 価價 倹儉 児兒 剰剩 剣劍 剤劑 労勞 勲勳 勧勸 巻卷 唖啞 単單 噛嚙
    厳嚴 圏圈 囲圍 円圓 図圖 団團 増增 圧壓 塁壘 壊壞 壌壤 壱壹 嬢孃 実實 寛寬 専專 対對 巌巖
    巣巢 帯帶 廃廢 広廣 庁廳 弾彈 従從 徴徵 徳德 恵惠 悪惡 悩惱 応應 懐懷 戦戰 戸戶 戻戾 払拂
    抜拔 拝拜 挿插 掲揭 掻搔 揺搖 捜搜 択擇 撃擊 拠據 拡擴 摂攝 撹攪 晩晚 曁暨 暦曆 暁曉 曽曾
    桝枡 桟棧 稜棱 楡榆 栄榮 楽樂 様樣 検檢 桜櫻 権權 歓歡 歩步 帰歸 毎每 気氣 汚污 渉涉 涙淚
    浄淨 渇渴 溌潑 渓溪 満滿 渋澀 沢澤 済濟 滝瀧 瀬瀨 焔焰 焼燒 営營 犠犧 猟獵 獣獸 産產 畳疊
    痺痹 痩瘦 発發 皐皋 砕碎 稲稻 頴穎 穂穗 穏穩 穣穰 竃竈 粋粹 絶絕 経經 緑綠 緒緖 県縣 縦縱
    総總 繋繫 繍繡 縄繩 絵繪 継繼 続續 繊纖 連聯 聡聰 聴聽 粛肅 脳腦 臓臟 挙舉 舎舍 茘荔 荘莊
    煙菸 薫薰 蔵藏 薬藥 蛍螢 蝋蠟 覚覺 覧覽 観觀 説說 謡謠 証證 訳譯 読讀 譲讓 豊豐 弐貳 売賣
    軽輕 輌輛 転轉 遅遲 辺邊 醗醱 醤醬 醸釀 釈釋 舗鋪 録錄 銭錢 錬鍊 鋳鑄 鉱鑛 閲閱 陥陷 険險
    雑雜 鶏雞 霊靈 顔顏 騒騷 駆驅 験驗 駅驛 髄髓 髪髮 闘鬥 鼈鱉 鴎鷗 鹸鹼 麺麪 黒黑 斎齋 歯齒
    齢齡 竜龍 亀龜
"""

# Written in Japanese names beside the official forms, and what is left of Unicode's list.
BESIDE = """
    嵜崎 碕崎 﨑崎 濵滨 浜滨 邉边 邊边 嶌岛 嶋岛 桒桑 栁柳 𠮷吉 冨富 埜野 槗桥 𣘺桥 籐藤 淸清
    靑青 冝宜 曻升 陞升 逹达 鍼针 勗勖 煕熙 尙尚 圀国 嶽岳 尭尧 巖岩 槇槙 嚮向 佈布 佔占 侷局
    兇凶 唸念 嚐尝 奬奖 崑昆 彿佛 悽凄 捱挨 槓杠 歎叹 殭僵 氾泛 洩泄 淩凌 滷卤 燉炖 燬毁 犛牦
    痠酸 癒愈 籤签 糰团 翫玩 脩修 菸烟 蒐搜 蓆席 蔘参 覈核 譭毁 讚赞 豔艳 遊游 醃腌 醖酝 鉆钻
    鋭锐 鎭镇 閲阅 闇暗 霑沾 頽颓 駡骂 鹼碱 塚冢 甯宁 簑蓑 縴纤 罎坛 羶膻 鎔镕 総总 緒绪 緖绪
    奨奖 暁晓 頴颖
"""


def variants(unihan: str) -> dict[str, str]:
    """{a character: the one that stands for it and for all its other writings}"""
    fields: dict = defaultdict(dict)
    for row in unihan.splitlines():
        if row and not row.startswith("#"):
            code, field, values = row.split("\t")
            fields[field][_sign(code)] = [_sign(v.split("<")[0]) for v in values.split()]
    found = {}
    for sign, others in fields["kSimplifiedVariant"].items():
        if others != [sign] and sign not in THEMSELVES:
            found[sign] = min(
                set(others) - {sign}, key=lambda other: (not _is_common(other), other)
            )
    for sign, others in fields["kSemanticVariant"].items():
        # A rare sign is another writing of the one common sign of its meaning.
        meant = set(filter(_is_common, (found.get(other, other) for other in others)))
        is_common = _is_common(found.get(sign, sign))
        if len(meant) == 1 and not is_common and sign not in OTHERS_IN_NAMES:
            found[sign] = meant.pop()
    for new, old in JAPANESE.split():
        found.setdefault(new, found.get(old, old))
    for sign, other in BESIDE.split():
        found[sign] = other
    return {sign: _last(sign, found) for sign in found if _last(sign, found) != sign}


def table(unihan: str) -> str:
    lines = defaultdict(list)
    for sign, other in sorted(variants(unihan).items()):
        lines[other].append(sign)
    return "".join(f"{other}{''.join(lines[other])}\n" for other in sorted(lines))


def _last(sign, found):
    seen = {sign}
    while (sign := found.get(sign, sign)) not in seen:
        seen.add(sign)
    return sign


def _sign(code):
    return chr(int(code.removeprefix("U+"), 16))


def _is_common(sign):
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1]).read_text(encoding="utf-8")), encoding="utf-8")
