# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""A text as ideas that matter for harm: "my stepdad hits me" becomes "my PARENT HURT SELF".

For `harm_rules` and the small model. Spelling and slang are evened out, jokes and games are taken out
first ("this homework is killing me"), and words are swapped for the idea they stand for
(`resources/harm_concepts.txt`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from survey.screening.lexicon import RESOURCES, plain

_SPELLINGS = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "im": "im",
    "i'm": "im",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "bc": "because",
    "becuase": "because",
    "ppl": "people",
    "pple": "people",
    "ppls": "people",
    "sum1": "someone",
    "som1": "someone",
    "sumone": "someone",
    "somone": "someone",
    "no1": "no one",
    "noone": "no one",
    "evry": "every",
    "evryday": "everyday",
    "skool": "school",
    "freind": "friend",
    "freinds": "friends",
    "frend": "friend",
    "m8": "mate",
    "wen": "when",
    "wiv": "with",
    "wid": "with",
    "hav": "have",
    "hve": "have",
    "ov": "of",
    "2day": "today",
    "2nite": "tonight",
    "tonite": "tonight",
    "2moro": "tomorrow",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tomorow": "tomorrow",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "thru": "through",
    "tho": "though",
    "thx": "thanks",
    "pls": "please",
    "plz": "please",
    "msg": "message",
    "msgs": "messages",
    "msging": "messaging",
    "msged": "messaged",
    "wot": "what",
    "wat": "what",
    "wats": "whats",
    "dat": "that",
    "dis": "this",
    "da": "the",
    "dem": "them",
    "dey": "they",
    "nt": "not",
    "rn": "right now",
    "rlly": "really",
    "rly": "really",
    "realy": "really",
    "suiside": "suicide",
    "sucide": "suicide",
    "suicde": "suicide",
    "suicidle": "suicidal",
    "sucidal": "suicidal",
    "suisidal": "suicidal",
    "kil": "kill",
    "dye": "die",
    "dieing": "dying",
    "selfharm": "self harm",
    "s/h": "self harm",
    "scard": "scared",
    "scarred": "scared",
    "skared": "scared",
    "scread": "scared",
    "frightend": "frightened",
    "terrifed": "terrified",
    "afriad": "afraid",
    "affraid": "afraid",
    "abussed": "abused",
    "abusd": "abused",
    "bullyed": "bullied",
    "bulied": "bullied",
    "bullys": "bullies",
    "buly": "bully",
    "threatend": "threatened",
    "threatning": "threatening",
    "threating": "threatening",
    "thretened": "threatened",
    "fritened": "frightened",
    "tuch": "touch",
    "tuches": "touches",
    "tuched": "touched",
    "toutch": "touch",
    "hitts": "hits",
    "hitted": "hit",
    "beets": "beats",
    "puched": "punched",
    "stabed": "stabbed",
    "folowed": "followed",
    "follwed": "followed",
    "foloowed": "followed",
    "folows": "follows",
    "nife": "knife",
    "knive": "knife",
    "knifes": "knives",
    "nives": "knives",
    "machette": "machete",
    "drugz": "drugs",
    "gona": "gonna",
    "gunna": "gonna",
    "goin": "going",
    "wanna": "wanna",
    "dnt": "dont",
    "dosnt": "doesnt",
    "dosent": "doesnt",
    "doesent": "doesnt",
    "didint": "didnt",
    "cudnt": "couldnt",
    "shudnt": "shouldnt",
    "wudnt": "wouldnt",
    "aint": "aint",
    "isent": "isnt",
    "bein": "being",
    "gettin": "getting",
    "makin": "making",
    "comin": "coming",
    "sayin": "saying",
    "hittin": "hitting",
    "beatin": "beating",
    "followin": "following",
    "sellin": "selling",
    "carryin": "carrying",
    "tryin": "trying",
    "hurtin": "hurting",
    "cuttin": "cutting",
    "touchin": "touching",
    "shoutin": "shouting",
    "fightin": "fighting",
    "drinkin": "drinking",
    "messagin": "messaging",
    "alot": "a lot",
    "abt": "about",
    "b4": "before",
    "nite": "night",
    "nites": "nights",
    "parnts": "parents",
    "muther": "mother",
    "farther": "father",
    "sisster": "sister",
    "broter": "brother",
    "bruver": "brother",
    "bruvva": "brother",
    "muvva": "mother",
    "yrs": "years",
    "yr": "year",
    "pix": "pics",
    "nudez": "nudes",
    "snapped": "messaged",
    "whatsapped": "messaged",
    "instagrammed": "messaged",
    "meetup": "meet up",
    "hes": "hes",
    "shes": "shes",
    "anymore": "anymore",
    "any more": "anymore",
    "evrything": "everything",
    "nuffin": "nothing",
    "nothin": "nothing",
    "sumthing": "something",
    "somethin": "something",
    "summat": "something",
    "smth": "something",
    "sumfin": "something",
}
JOKE = "jokejoke"  # stands where a figure of speech was taken out
_CONTRACTED = re.compile(r"['’ʼ`]")
_TOKEN = re.compile(r"[^\W_]+|[.!?;\n]+|[^\w\s,\"“”()'’-]", re.UNICODE)
_STOP = frozenset(".!?;\n")
_LAUGHING = r"(?:lol\w*|lmf?ao+|ha(?:ha)+\w*|lmao\w*|jk+|jks|joking|😂|🤣|😭😂|💀|xd)"

_STUDY = r"(?:homework|hw|coursework|exams?|tests?|mocks?|gcses?|a levels?|revision|revising|essays?|maths|math|physics|chemistry|biology|science|english|french|spanish|history|geography|assembl\w+|lessons?|detentions?|pe|cross country|paper|quiz|spellings?|btec|deadlines?|dissertation|lectures?|monday mornings?|mondays|double \w+|sats|times tables|project|survey|queue|wait\w*|heat|stairs|hill|alarm|shoes|heels|legs|feet|back|braces|boredom|hay ?fever|pollen|weather|bus ride|prices|bag|backpack|rucksack)"
_VIOLENT = r"(?:kill\w*|murder\w*|batter\w*|destroy\w*|slaughter\w*|massacre\w*|smash\w*|demolish\w*|hammer\w*|thrash\w*|annihilat\w*|die|died|dying|dead|death|bomb\w*|shoot\w*|shot|stab\w*|attack\w*|beat\w*|tortur\w*|suffer\w*|drown\w*|suicid\w*|end me|finish\w* me|end my life|kms|unalive|ended me|finished me|sniped?|headshot\w*|execut\w*|robbed|mugged|jumped|cooked|roast\w*|crucif\w*|bury|buried|violated|abuse\w*|traumati\w*|punish\w*)"
_GAME = r"(?:fortnite|cod|call of duty|warzone|gta|minecraft|roblox|fifa|valorant|apex|overwatch|halo|rocket league|pubg|among us|brawl stars|clash royale|fall guys|elden ring|zelda|mario kart|mario|smash bros|lobby|respawn\w*|boss (?:level|fight)|tilted towers|final boss|creepers?|zombies mode|xbox|playstation|ps[45]|nintendo|dnd|d&d|dungeons|laser (?:tag|quest)|paintball\w*|airsoft|nerf|water fight|snowball fight|pillow fight|in (?:a|the|my) game|on (?:a|the|my) game|boss|npc|skyrim|red dead|rainbow six|counter strike|csgo|tekken|mortal kombat|ark|rust|sims)"
_SPORT = r"(?:\d+ ?[-–] ?\d+|\d+ nil|\d nill|match|cup|league|final|semi|season|derby|innings|tournament|relegat\w*|goalie|penalt\w*|training|coach|pre season|spurs|arsenal|united|city fan|referee|ref|bleep test|netball|rounders|rugby|football|basketball|hockey|cricket|swimming gala|sports day)"
_FOOD = r"(?:pizza|burger|mcdonalds|maccies|kfc|nandos|chips|kebab|cake|biscuit|chocolate|coffee|tea|drink|nap|sleep|haircut|greggs|sausage roll|chicken|curry|toastie|cookie|crisps|ice cream|bus|seat|signal|wifi|phone|bed|holiday|summer|ps5|ticket|day off|lie in)"
_IDIOMS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"(?:^|(?<=[.!?\n]))[^.!?\n]*?\b{_GAME}\b[^.!?\n]*\b{_VIOLENT}\b[^.!?\n]*",
        rf"(?:^|(?<=[.!?\n]))[^.!?\n]*?\b{_VIOLENT}\b[^.!?\n]*\b{_GAME}\b[^.!?\n]*",
        rf"\b(?:we|they|i|me|us|you|he|our \w+|the \w+|\w+ fc)\b[^.!?\n]{{0,30}}\b{_VIOLENT}\b[^.!?\n]*\b{_SPORT}\b[^.!?\n]*",
        rf"\b{_SPORT}\b[^.!?\n]{{0,30}}\b{_VIOLENT}\b(?: us| me| them)?",
        rf"\b{_STUDY}\b[^.!?\n]{{0,24}}\b(?:is|are|was|were|has|have|s|will|just|literally|actually|absolutely|nearly|almost|gonna|be|honestly|basically|totally|proper)?\s*(?:\w+ ){{0,2}}\b{_VIOLENT}\b(?: of)?(?: me| us| my soul)?",
        rf"\b(?:dying|died|die|dead|killed|murdered|drowning|suffering|crying|cried|battered|destroyed|bombed|failing|failed|tortured|cooked|slaughtered|violated|finished|buried)\b (?:\w+ ){{0,3}}?(?:from|of|in|by|after|because of|cos of|at|my|the|that|under)\s+(?:\w+ ){{0,3}}?{_STUDY}\b",
        r"\b(?:die|died|dying|dead|death) (?:of|from|with) (?:boredom|embarrass\w*|laugh\w*|cringe|shame|old age|hunger|thirst|heat|the heat|heatstroke|cold|the cold|starvation|tiredness|exhaustion|happiness|cuteness|second ?hand|jealousy|overwork|waiting|stress lol|shock)",
        r"\b(?:bor\w+|starv\w+|froze\w*|freez\w+|scar\w+ half|embarrass\w+|sick|work\w*|lov\w+|sweat\w*|laugh\w*|worr\w+|tick\w*|tired|knackered|scared|freaked) (?:\w+ )?to (?:death|bits|tears)",
        rf"\b(?:could|would|id|i'd|i’d|i’ll|ill|i'll)\s+(?:literally |actually |honestly |genuinely |totally |happily |absolutely )?(?:kill|murder|die|do anything|sell my (?:soul|sister|brother)|fight someone|commit murder|stab someone|rob a bank) (?:for|over) (?:\w+ ){{0,3}}{_FOOD}?",
        r"\b(?:could|i could) (?:literally |actually |honestly )?(?:murder|kill|destroy|demolish|smash) (?:a|an|some|the|two|five|ten|any)\b",
        r"\b(?:my )?(?:mum|mam|mom|dad|nan|gran|grandma|grandad|parents?|mother|father|sister|brother|coach|teacher|miss|sir|auntie|aunty|boss|mrs|mr|the missus|girlfriend|bestie|best mate|mate|tutor)s?\s?(?:\w+ )?(?:would|will|ll|d|is gonna|is going to|are gonna|are going to|gonna|gona|s gonna|s going to|might|would literally|would actually|literally|is actually gonna)\s+(?:\w+ ){0,2}(?:kill|murder|batter|skin|slaughter|strangle|throttle|destroy|end|fight|bite the head off|knock out|disown|ground|flip at|have|finish|cook|go mad|go mental) (?:me|us|you|him|her|them|anyone|anybody|someone|whoever|my head)\b(?: alive)?(?!\s+(?:and|tonight|again|one day|when he|when she|in my sleep|like he|like she|with|tomorrow|today))",
        r"\b(?:mum|mam|mom|dad|nan|gran|sister|brother|friend|mate|dog|cousin|grandad)\S*\s+(?:would|will|d|ll|could)?\s*(?:\w+ )?(?:murder|kill|batter|fight|destroy|smack|bash|hit|bite|attack|punch|slap|knock out|have a go at|end) (?:anyone|anybody|whoever|any|everyone|someone|them|people|burglars?|a burglar|strangers|the postman)(?: who| that| if)?",
        r"\b(?:absolutely |literally |actually |just |got |proper )?(?:murdered|killed|slayed|slew|smashed|destroyed|bossed|ate|nailed|aced|bombed|flopped|flunked|demolished) (?:it|that|this|the|my|a|our|them both)\b (?!brother|sister|mum|dad|friend|mate|door|window|house|car|phone|shop|bus|place|cat|dog|swing|glass|light|whole house|boy|girl|man|woman|wall|kitchen|room)",
        r"\bkill(?:s|ing|ed)? (?:it|the (?:vibe|mood|buzz|game|party|time|atmosphere|engine|battery|grass|planet|environment|high street|town|joke)|time|my (?:battery|vibe|feet|legs|back|eyes|ears|mood|buzz|brain cells|knees|arms|head|soul|social life|streak|phone|gpa|plants?|grade|data))",
        r"\b(?:my |the |our |this |that |his |her )?(?:phone|battery|laptop|ipad|tablet|wifi|wi-fi|xbox|signal|town|high street|city centre|village|place|area|ends|internet|plant|hamster|goldfish|fish|airpods?|headphones|controller|shop|party|vibe|chat|gc|group chat|car|torch|social life|feet|legs|arms|back|brain|soul|hair|skin)s?\b (?:is |are |was |s |has |have |just |always |keeps? |literally |basically |actually |absolutely |properly |already |kinda |like |so )*(?:dead|dying|died|dies|die|killing|kills?|murdered|murdering|destroyed|left my body|on fire|dead as|half dead)\b(?: me| us)?",
        r"\b(?:im|i'm|i’m|i am|i was|we were|we are|were|was|literally|actually|i|so|id be|be)\s+(?:\w+ )?(?:dead|deceased|dying|died|dyin|ded|crying|wheezing|screaming|howling)\b\s*(?:at|with|laughing|from laughing|of laughing|inside from cringe|rn|"
        + _LAUGHING
        + r"|💀|😂|🤣|😭)",
        r"\b(?:almost|nearly|literally|honestly|practically|basically|actually|genuinely|legit)\s+(?:just\s+)?(?:died|die|dying|dead|killed me|had a heart attack|passed away|wet myself|fainted)\b(?! (?:by|in hospital|from an overdose|last|when he|when she))",
        r"\b(?:shoot|shooting|shot) (?:hoops?|some hoops|a (?:video|film|vid|text|message|shot|scene|goal|hoop)|the (?:ball|breeze|puck)|at goal|penalt\w+|selfies|pool|up (?:in height|like|and)|off|down the|arrows|targets|baskets|clay|me a (?:text|message)|me an email|a three|3s|threes)",
        r"\b(?:photo|film|penalty|long|flu|covid|vaccin\w+|jab|espresso|hot|cheap|mug|head|screen|close up|jump|one|best|good|clear) ?shots?\b|\bshoot ?outs?\b|\bgive it a shot\b|\bshotgun(?:ning|ned)? (?:the )?(?:front|seat)\b|\bcall shotgun\b",
        r"\b(?:cut|cuts|cutting) (?:my|the|our|their|his|her|your) (?:own )?(?:hair|fringe|nails?|toenails?|grass|hedges?|lawn|bushes|trees?|cake|finger|thumb|knee|hand|foot|toe|lip|cuticles|losses|food|sandwich\w*|crusts|bread|trousers|bus|buses|budget|funding|lights|queue|class\w*|lesson|hours|shifts?|bills|internet|electric|cable|cord|ribbon|price|prices)|\b(?:cut|cuts|cutting) (?:up|back|down|through|across|off|short|corners|in line|in the queue|it fine|to the|out the|class|and paste|grass|buses|funding|money)",
        r"\b(?:beat|beats|beating|beaten|hit|hits|hitting|smash\w*|kill\w*|batter\w*|destroy\w*|thrash\w*|punch\w*) (?:me|us|him|them|her|the boss|the record|my (?:brother|dad|sister|mate|friend|nan|cousin|score|record|time|high score))?\s?(?:at|on|in) (?:fifa|chess|uno|cards|monopoly|mario ?kart|pool|darts|table tennis|ping pong|tennis|football|fortnite|games?|the (?:game|race|quiz|match|final|bleep test)|a (?:game|race|quiz|match)|maths|spelling|connect 4|dominoes|scrabble|everything|gaming|basketball|snooker|swimming|running|a rap battle|rap)",
        r"\bhits? (?:different\w*|the spot|the gym|the town|the shops|me up|up|the ball|the sack|the road|the brakes|home hard|puberty|a wall|the nail|snooze|the hay|\d+ (?:followers|likes|degrees)|save|send|post|a six|the crossbar|the woah|the griddy)",
        r"\b(?:hit|hits|kicked|kick|broke|broken|twisted|cut|bumped|banged) (?:me |my (?:head|wrist|arm|leg|ankle|knee|nose|elbow|toe) )?(?:\w+ ){0,2}?(?:on|with|in|off) (?:the |a |an )?(?:goal ?post|trampoline|snowball\w*|ball|football|shin|slide|swing|bike|door frame|crossbar|hockey stick|racket|ice|stairs at|kerb|scooter|skateboard)\b",
        r"\b(?:fruit|rum|party|hole|donkey|rocket|one|sucker) punch\b|\bpunch(?:ed|es|ing)? (?:the air|bags?|above|pads|in the number|a bag|my number)|\bpunch ?bags?\b|\b(?:kick|kicks|kicked|kicking) (?:a |the |my |our )?(?:football|ball|balls|footy|can|leaves|about|around|it about|bucket|habit|back|off)|\bslap up\b|\bslaps\b(?! (?:me|us|her|him|my))|\bslapped? on (?:some|sun|a)",
        r"\bjump(?:ed|ing|s)? (?:in|into|on|off|over|the|for|up|down|around|about|out|to|rope|through|queue|barriers?|a|at the chance|scare\w*|when|every time|start)\b(?! (?:me|us|him|her)\b)|\bjumpscares?\b|\bjumpers?\b",
        r"\b(?:bath|photo|cherry|sex|stink|f|water|glitter|seed|love|time|yarn|truth|smoke|video|j[aä]ger|milk|hot chocolate|galaxy) ?bombs?\b|\b(?:is|are|was|were|its|the) (?:the )?bomb\b|\bbomb(?:ed|ing)?\b (?:my|the|that|it|out|down|around|it down)\b|\bphoto ?bomb\w*",
        r"\b(?:killer|murder|monster|beast|savage|deadly|lethal|wicked|sick|insane|mental|criminal) (?:playlist|heels|tune|song|outfit|dress|smile|look|bass|queue|traffic|prices?|haircut|trainers|moves?|abs|workout|instinct|left foot|shot|cross|serve|recipe|cakes?|chips|combo|on the dancefloor|whales?|sudoku|mystery|mystery party|robot|tracks?|beats?|bars|line|clown costume|offside decision|skills?|lasagne|cookies?|brownies?)",
        r"\bmurder (?:mystery|mysteries|on the|on my|your own|documentar\w*|podcasts?|inc|in successville|drama|ballad)|\bmurder(?:ed|ing)? (?:a|that|the|his|her|my|this) (?:song|solo|karaoke|accent|language|high note|verse|guitar|recorder|anthem|pizza|burger|pint|kebab|sandwich|biscuit|curry|fish and chips|tune|chorus|piano|lyrics)",
        r"\bcriminal\b (?:how|that|what|the price|damage to my)|\bdaylight robbery\b|\b(?:it'?s|its|thats|that's|is|was|are|absolute|pure|literal|actual) (?:a |absolute |pure |literal |actual |proper )*(?:torture|murder|suicide|robbery|a crime|criminal|hell|a nightmare|a killer|violence|abuse|war crimes?|crime)\b(?! (?:and|by|from|every|at home|when|of|against|to me|because he|because she|scene))",
        r"\brobbed of\b|\b(?:got|was|were|been|we got|we were) robbed (?:by the (?:ref|var|linesman|judges|goalie)|in the|at the (?:final|eurovision|awards)|of the|on points)|\bhighway robbery\b|\brob(?:bed|bing|s)? (?:the|me of)? ?(?:banks? in|my fries|my chips|my hoodie|my charger)|\b(?:nicked|stole|robbed) my (?:chips|hoodie|charger|pen|seat|idea|heart|spot|crisps|sandwich|food)",
        r"\b(?:bit|bites|biting|eat|eats|ate|bite) (?:my|his|her|their) (?:head off|nails|tongue|lip)|\bscream(?:ed|ing|s)? (?:at the (?:telly|tv|match|game|concert)|with laughter|my head off at)|\bfight(?:ing|s)? (?:over|about|for) (?:the|who|what|a|front|remote|chips|wifi|telly|xbox|bathroom|seat|window|last|charger)\b|\b(?:food|water|snowball|pillow|play|tickle|nerf|lightsaber|custard|paint) ?fight(?:s|ing)?\b|\bfight for (?:our|your|my|the|young|youth|us)\b|\bplay ?fight\w*",
        r"\b(?:kill|shoot|stab|hang|drown|bury|end|fling|yeet) (?:me|myself) (?:now|lol|already|please lol|in the face|omg|dead)?\s*"
        + _LAUGHING,
        r"\b(?:want|wanted|wanna|going|gonna|make me want|makes me want|made me want) to (?:die|kms|end it|cry|scream|jump off|throw myself|disappear)\b[^.!?\n]{0,40}"
        + _LAUGHING,
        _LAUGHING + r"[^.!?\n]{0,30}\b(?:want to die|kms|kill me|im dead|dying|die)\b",
        r"\b(?:id|i'd|i’d|would|could|will|ill|i'll|i’ll|gonna|might|rather) (?:actually |literally |honestly |just |probably )?(?:die|perish|combust|cry|expire|pass out) (?:without|if i (?:lose|lost|cant have|don'?t get|drop|fail|had to|have to)|for (?:a|some|that|my|harry|her|his)|before (?:the|this|that) (?:bus|queue|lesson)|on the spot|waiting)",
        r"\b(?:road|crossing|junction|roundabout|bend|driving|cycling|bike|overtaking|traffic|drivers?)\b[^.!?\n]{0,24}\bsuicid\w+|\bsuicid\w+ (?:to cross|on a bike|cycling|crossing|driv\w+|squad|mission)",
        r"\b(?:e ?-?scooters?|scooters?|bikes?|cars?|buses|bus|lorry|lorries|vans?|taxis?|drivers?|cyclists?|trains?)\b[^.!?\n]{0,40}\b(?:hit|hits|hitting|knock\w*|flatten\w*) (?:me|us|him|her|someone|people|my \w+)\b|\b(?:hit|knocked(?: off| over| down)?|clipped) (?:by (?:a|an|the) (?:\w+ )?(?:car|bike|bus|van|lorry|scooter|taxi|train|cyclist|moped|quad)|(?:on|off) (?:his|my|her|their) (?:bike|scooter))",
        r"\bto die for\b|\bdie ?hard\b|\b(?:old habits|never say) die\b|\bdrop dead (?:gorgeous|serious)\b|\bdead ?(?:line|lines|end|ends|heat|pan|lift|lifts|lifting|pool|sea|good|funny|nice|quiet|cold|boring|tired|lift|easy|long|annoying|late|slow|serious|centre|proud|on time|on|sound|posh|busy|cheap|expensive|close|far|weird|cute|jel|excited|hard|simple|obvious|ringer|weight|zone|battery|skin|leg|legs|arm|plants?|flies|rat|pigeon|bird|wasps?|grass|space|trees?|town|phone|nice|empty)\b|\bover my dead body\b|\bdead (?:by|at) \d|\bplay(?:ing)? dead\b|\blate as in dead\b",
        r"\b(?:stab|take a stab|have a stab|shot) (?:at|in the dark)\b|\bbackstab\w*|\bstab(?:bing)? (?:pain|pains|my fork|a fork|the potato|at my)\b|\bheart attack\b|\bpanic attack at the\b|\b(?:seagull|goose|geese|swan|wasp|pigeon|duck|magpie|dog|cat|hamster|spider|bee|cow|squirrel|hay ?fever|asthma|sugar|snack|chicken|turkey|alpaca|llama|parrot|rooster|rat|moth|mosquito|gull)s?\b[^.!?\n]{0,24}\b(?:attack\w*|kill\w*|murder\w*|stole|nick\w*|rob\w*|mug\w*|bit|bite\w*|chas\w*|hate\w*|scare\w*|terroris\w*|assault\w*|follow\w*|beat\w*|jump\w*|stalk\w*|hit|threaten\w*)\b(?: me| us| my \w+)?",
        r"\b(?:attack\w*|kill\w*|murder\w*|robbed|mugged|bit|bitten|chased|assaulted|terrorised|jumped|followed|stalked|beaten up|threatened) by (?:a |an |the |my |some |about \w+ |\d+ )*(?:\w+ )?(?:seagull|goose|geese|swan|wasp|pigeon|duck|magpie|dog|cat|hamster|spider|bee|cow|squirrel|llama|alpaca|parrot|ant|midge|mosquito|nettle|gull|chicken|horse|pony|rat|puppy|kitten|toddler|hangover|algebra|maths|homework|hay ?fever|crows?|hoover|printer|vending machine|revolving door|shopping trolley|kids menu|wind|weather|ads?|pop ups?|adverts?|duolingo|owl)s?\b",
        r"\b(?:duolingo|owl|ads?|adverts?|the algorithm|emails?|homework|sparx|my cat|my dog|the dog|the cat|puppy|baby cousin|toddler|smell)\b[^.!?\n]{0,25}\b(?:stalk\w*|follow\w*|haunt\w*|threat\w*|chas\w*|kill\w*|attack\w*|hunt\w*|scare\w*|bull\w*|hit\w*|bit\w*)\b(?: me| us)?",
        r"\b(?:drug|crack|addict\w*|overdos\w*|od|high|trip\w*|hooked|withdrawal\w*)\b (?:on|to|from|off) (?:my )?(?:sugar|caffeine|coffee|chocolate|haribo|tiktok|my phone|netflix|biscuits|energy|prime|monster|vibes|life|sweets|crisps|roblox|fortnite|football|gaming|kdrama\w*|kpop|carbs|maltesers|revision|maccies|chips)",
        r"\b(?:child abuse|slavery|slave labour|prison|torture|abuse|cruelty|trauma|hostage|kidnap\w*|ptsd|traumatised|tortured) ?(?:that|to|making|make|having|how|when|of)? ?(?:us|me|them|we|they)? ?(?:make us |made us |making us |get |getting |have |having |wear\w* |do\w* |from |by )(?:\w+ ){0,3}"
        + _STUDY,
        r"\b(?:gun|guns) (?:show|out|of a)|\b(?:finger|glue|water|nerf|heat|staple|squirt|bubble|spray|speed|massage|tattoo|laser|toy|potato|foam|super soaker) guns?\b|\bjump(?:ing|ed)? the gun\b|\bson of a gun\b|\bweapon of mass\b|\bsecret weapons?\b|\babsolute weapon\b|\b(?:butter|palette|fish|bread|cheese|pizza|plastic|cutlery|dinner|craft) kni(?:fe|ves)\b|\bkni(?:fe|ves) and forks?\b|\bswiss army\b|\bcut the tension with\b|\bkni(?:fe|ves)\b[^.!?\n]{0,30}\b(?:food tech|cooking|kitchen lesson|toast|jam|butter|dt)\b",
        r"\b(?:hide|hiding|hid) and seek\b|\bbogeyman\b|\bmonsters? under (?:the|my) bed\b|\bchas(?:e|ed|es|ing) (?:the ball|the bus|my dreams|a bag|clout|after the bus|the ice cream van|my dog|my hat|butterflies|my tail|him at tag|me at tag|it bread|games?|pigeons?)|\bplaying (?:tag|it|chase|bulldog|manhunt)\b",
        r"\bgetting (?:beat|beaten|battered|bodied|cooked|rinsed|smoked|destroyed|violated|annihilated|slaughtered|killed) (?:\d|at|in (?:fifa|maths|pe|football|chess|uno|2k|cod)|by (?:my (?:nan|little|baby|6|5|7|8|ten|10)|a (?:bot|noob|toddler|kid)|bots|noobs|the (?:cpu|computer|sun)))[^.!?\n]*",
        r"\bfollow(?:s|ed|ing|ers)? (?:me )?(?:back|on (?:insta\w*|tiktok|snap|twitter|there|here|spotify|strava|socials)|for follow|the (?:rules?|signs?|path|road|crowd|satnav|instructions|guidelines|football|news|team|recipe|link|leader|trends?|money|science|white rabbit|yellow)|my (?:page|account|dreams|heart|channel|art|music))|\b(?:lost|gained|got|more|new|\d+k?) followers\b|\bstalk(?:ed|ing|s)? (?:his|her|their|my ex'?s?|someone'?s|people'?s|the) (?:insta\w*|page|profile|tiktok|facebook|account|spotify)|\b(?:insta|facebook|tiktok|spotify) stalk\w*",
    )
)


# every figure of speech above has one of these in it
_COULD_BE_IDIOM = re.compile(
    r"\b(?:kill|murd|batter|destroy|slaugh|massac|smash|demoli|hammer|thrash|annih|di(?:e|ed|es)\b|dyin|dead|ded\b|death|decease|bomb|sho[ot]|photo|film|penalt|espresso|stab|backstab|attack|beat|tortur|suffer|drown|suicid"
    r"|end(?:ed)?\b|finish|snip|headshot|execut|rob|mugg|jump|cook|roast|crucif|bur[iy]|violat|abus|trauma|punish|punch|perish|combust|expire|cut|hit|kick|slap|slay|slew|ate\b|nail|ace[d]?\b|boss|flop|flunk|bit|bite|eat"
    r"|scream|cry|cried|wheez|howl|fight|food fight|pillow|water|snowball|play ?fight|stalk|follow|chas|gun|knife|knive|hid|monster|bogey|drug|crack|addict|overdos|od\b|high|trip|hook|withdraw|child abuse|slave|prison|hostage|kidnap|ptsd"
    r"|to (?:death|bits|tears)|die ?hard|drop dead|daylight|highway|criminal|fling|yeet|hang|kms|fruit|rum|party|hole|donkey|rocket|one punch|nearly|almost|skin|strangl|throttl|disown|ground|flip|getting|insta|facebook|fail|lost|nick|stole|hate|scare|terror|threat|haunt|hunt|bull)",
    re.IGNORECASE,
)


def without_idioms(text: str) -> str:
    """`text` with jokes, games and figures of speech taken out, so that "battered 5-0" is no beating."""
    if _COULD_BE_IDIOM.search(text) is None:
        return text
    for idiom in _IDIOMS:
        text = idiom.sub(f" {JOKE} ", text)
    return text


@lru_cache(maxsize=1)
def _concepts() -> tuple[dict[str, str], frozenset[str], int]:
    """Phrase -> idea; the first words of longer phrases; the longest phrase's length."""
    ideas: dict[str, str] = {}
    for line in (RESOURCES / "harm_concepts.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        idea, phrases = line.split(":", 1)
        for phrase in phrases.split("|"):
            ideas.setdefault(phrase.strip(), idea.strip())
    starts = frozenset(p.split()[0] for p in ideas if " " in p)
    return ideas, starts, max(len(p.split()) for p in ideas)


def words_of(text: str) -> list[str]:
    """Evened-out words; "|" stands where a sentence ends."""
    tokens: list[str] = []
    for token in _TOKEN.findall(_CONTRACTED.sub("", plain(text))):
        if token[0] in _STOP:
            if tokens and tokens[-1] != "|":
                tokens.append("|")
        elif token.isalnum():
            tokens += _SPELLINGS.get(token, token).split()
    return tokens


def tag_ideas(tokens: list[str]) -> list[str]:
    """Words swapped for the ideas they stand for, longest phrase first; other words stay as they are."""
    ideas, starts, longest = _concepts()
    tagged: list[str] = []
    i = 0
    while i < len(tokens):
        if tokens[i] in starts:
            for n in range(min(longest, len(tokens) - i), 1, -1):
                idea = ideas.get(" ".join(tokens[i : i + n]))
                if idea:
                    tagged.append(idea)
                    i += n
                    break
            else:
                tagged.append(ideas.get(tokens[i], tokens[i]))
                i += 1
        else:
            tagged.append(ideas.get(tokens[i], tokens[i]))
            i += 1
    return tagged
