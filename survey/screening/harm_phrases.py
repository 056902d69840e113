# ruff: noqa: E501 -- patterns read best in one piece
"""Signs of harm that hang on the very words rather than on ideas: "he sits on my bed", "a handprint on her face".

For `harm_signs`, beside `harm_rules`. Read on evened-out words (`harm_text.words_of`): lower case, no apostrophes,
" | " where a sentence ends. Families of wording, each as wide as it can be without holding everyday talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.levels import HarmLevel
from survey.screening import harm_kinds as kinds
from survey.screening.harm_rule import Found, Sign

_KIN = r"(?:dad|daddy|father|mum|mam|mom|mother|parents?|step ?dad|step ?mum|step ?father|step ?mother|uncle|auntie|aunty|aunt|grandad|grandpa|grandma|nan|gran|carer|foster \w+|mums (?:new )?(?:boyfriend|bf|partner|fella|ex|man)|dads (?:girlfriend|partner|friend|mate)|brother|stepbrother|cousin)"
_THEM = r"(?:me|us|him|her|them|my (?:little |big |baby |younger |older )?(?:brother|sister|mum|friend|mate|cousin|nan|siblings?)|our \w+|kids|girls|the (?:little|small|younger) ones)"
_BODY = r"(?:bum|arse|back|knee|knees|leg|legs|thigh|thighs|waist|chest|boobs?|hips?|neck|shoulders?|trousers|skirt|top|bra|pants|shorts|body|hair|hand|mouth)"
_HE = r"(?:he|she|they|hes|shes|theyre|someone|somebody|a (?:man|bloke|guy|woman|boy|lad|girl|teacher|group|kid)|the (?:man|bloke|guy|boy|lads?|boys|driver|girl|girls)|this (?:man|guy|bloke|lad|boy|girl)|some (?:man|men|bloke|guy|lads?|boys)|men|boys|lads|people|my (?:ex|boss|manager|teacher|coach|tutor|bf|boyfriend|gf|girlfriend|stepbrother|housemate|flatmate|landlord)|sir|our (?:teacher|coach|tutor|driver|taxi man))"

_URGENT: tuple[tuple[str, str], ...] = (
    (
        kinds.HOME,
        rf"{_KIN}\b.{{0,40}}\b(?:tonight|right now|this morning|last night|again today)\b.{{0,40}}\b(?:hit|hurt|knife|smash\w*|kick\w*|drunk|scared|strangl\w*|kill|batter\w*|punch\w*|throw\w*|threw|going mad)|\b(?:knife|smash\w*|strangl\w*|batter\w*|threw|punched|kicked)\b.{{0,40}}\b{_KIN}\b.{{0,40}}\b(?:tonight|right now|this morning|last night|still in the house|still here)",
    ),
    (
        kinds.HOME,
        r"\b(?:dont|do not|cant|cannot|please dont) (?:send|make) me (?:go )?home|\bhiding (?:in|under|from)\b.{0,30}\b(?:because|from) (?:he|she|my|dad|mum)|\b(?:head|face) under (?:the )?water|\bpillow (?:on|over) my (?:face|head)|\b(?:hands?|arm) (?:a?round|on) (?:my|her|mums|his) (?:neck|throat)|\b(?:just|only) me and (?:the baby|my (?:little )?(?:brother|sister|siblings))\b.{0,40}(?:days|since|alone|nobody|no one)|\b(?:nobody|no one|mum|dad|parents?)\b.{0,24}\b(?:hasnt|havent|not|never) (?:come|came|been) (?:home|back)\b.{0,20}\b(?:days?|nights?|since)|\bcigarette burns?",
    ),
    (
        kinds.ASKS,
        r"\b(?:call|ring|send|get) (?:the )?(?:police|999|ambulance|someone) (?:to|round|now)|\bim in danger|\bin danger (?:now|today|right now|at home)|\bplease (?:help|save) (?:me|us)\b",
    ),
    (
        kinds.THREAT,
        r"\b(?:is|are|hes|shes|theyre|was|were|im)? ?(?:going to|gonna|will|said (?:he|she|they)(?:ll|d| will| would| are going to)?|says (?:he|she|they)(?:ll| will)?) (?:\w+ ){0,2}(?:kill|stab|shank|shoot|burn|murder|batter|jump|acid|end) (?:me|us|him|her|them|my \w+|our \w+)\b.{0,40}\b(?:today|tonight|tomorrow|after school|home time|friday|monday|tuesday|wednesday|thursday|saturday|sunday|weekend|when|if)|\bcoming (?:to|for|round) (?:our|my|the) (?:house|home|door|flat|yard|brother|sister)?.{0,20}\b(?:tonight|today|now|tomorrow|later)|\b(?:im|ill be|youre|hes|shes) (?:dead|next|done|finished) (?:on|when|if|by) \w+day|\b(?:im|i am) next\b",
    ),
    (
        kinds.ATTACK,
        r"\b(?:shoot|blow|shooting|burn|bomb|bring|bringing|stab)\w*\b.{0,30}\b(?:the|our|my) (?:school|college|mosque|church|youth club|class|assembly|prom)\b.{0,40}\b(?:said|says|going to|gonna|planning|wants|knows how)|\b(?:said|says|going to|gonna|planning|wants to|knows how to)\b.{0,30}\b(?:shoot|blow|bomb|attack|burn down|gas|stab (?:someone|people|a|everyone))\b.{0,30}\b(?:school|college|mosque|church|people|everyone|assembly|kids|teacher)|\bwait for (?:monday|tomorrow|friday)\b|\bpractis\w+\b.{0,20}\bwait for|\bhurt everyone|\bdo something (?:really )?bad to",
    ),
    (
        kinds.ATTACK,
        r"\b(?:fight|beef|meeting|meet|meet up|linking|going down|kicking off)\b.{0,60}\b(?:knife|knives|blades?|machetes?|shanks?|weapons|bats|poles|swords?|acid|gun)|\b(?:knife|knives|blades?|machetes?|shanks?|weapons|gun)\b.{0,40}\b(?:for|on) (?:friday|monday|tuesday|wednesday|thursday|saturday|sunday|tomorrow|tonight|today|after school|the weekend)|\bbring\w* (?:a |an |their |knives|blades|weapons)\w*.{0,20}(?:knife|blade|machete|weapon|knives|blades|gun)?.{0,30}\b(?:today|tomorrow|tonight|friday|saturday|sunday)",
    ),
    (
        kinds.EXPLOITED,
        r"\b(?:looking for|after) (?:me|him|us|my (?:brother|cousin|friend))\b.{0,30}\b(?:money|drugs|stuff|debt|bag|pack|owe)|\b(?:lost|dropped|got robbed of|smoked|taken)\b.{0,20}\b(?:their|his|the) (?:stuff|food|drugs|package|pack|bag|money|gear)|\b(?:sending|sent|send|taking|took|trapped|stuck|kept|going)\b.{0,40}\b(?:sell|selling|shotting|trap house|bando|cunch|ot|go country|for days|runs? for them)|\bif i (?:stop|dont|tell|say no|leave|try to leave)\b.{0,40}\b(?:hurt|kill|stab|burn|come (?:for|to)|know where|batter|break)|\b(?:with|got) (?:stuff|drugs|food|packs?) (?:in|inside|up) (?:my|me)\b|\bhave to\b.{0,30}\b(?:with the (?:bag|package|stuff)|or they (?:come|will|ll|hurt))",
    ),
    (
        kinds.IMAGES,
        r"\b(?:pay|send|money|more|or else|unless|by (?:sunday|monday|friday|tomorrow|tonight))\b.{0,60}\b(?:post|show|leak|share|goes to|send it|tell everyone|see it|put it)\b|\b(?:post|show|leak|share|expose)\b.{0,40}\b(?:unless|if i dont|if i (?:stop|leave|block)|or i have to)|\bblackmail\w*|\bdo things on (?:video|camera|cam|call|live)|\b(?:on|turn) (?:my |the )?(?:camera|cam|webcam) (?:again|on) (?:or|and)|\bturned out to be a (?:man|grown|bloke)",
    ),
    (
        kinds.ADULT,
        r"\b(?:picking me up|pick me up|meet(?:ing)? (?:him|her|up|me|someone|a (?:man|guy|girl|boy))|driving (?:down|up|here)|coming to (?:see|get|visit|meet)|come (?:to|round) (?:his|hers|theirs)|visit (?:me|when)|stay (?:the night|at his|at hers|with him|with her))\b.{0,80}\b(?:online|game|discord|snap|insta|roblox|app|never (?:met|seen)|havent (?:even )?(?:met|seen)|dont tell|not to tell|no one knows|bring no one|parents dont|mum doesnt|forty|thirty|older|\d\d years old|friday|saturday|sunday|tomorrow|tonight)|\b(?:online|discord|snap|insta|roblox|game|app|tiktok)\b.{0,60}\b(?:picking me up|meet(?:ing)? (?:up|him|her|me|in person)|running away (?:to|with)|live with|his (?:flat|house|place)|hotel|got in a car|stay at)|\b(?:knows|told (?:him|her|them)|gave (?:him|her|them)) (?:my|our) address\b.{0,40}\b(?:coming|come|visit)",
    ),
    (
        kinds.FOLLOWED,
        r"\b(?:outside|in the garden|at the (?:window|door|gate)|behind me|in his car)\b.{0,20}\b(?:now|right now|again|still)\b.{0,10}|\bran in here\b|\bwont stop following|\bhiding\b.{0,30}\b(?:man|bloke|guy|followed|he )",
    ),
    (
        kinds.WEAPON,
        r"\b(?:ive|i have|i)(?: got| had| keep| took| brought)?\b.{0,16}\b(?:knife|blade|shank|machete|gun|strap|it)\b.{0,12}\b(?:on me|in my (?:bag|pocket|coat|sock|locker|waistband|room|wardrobe)|under the stairs)\b.{0,60}\b(?:because|if|in case|cant|he|they|school|for)|\b(?:hid|hiding|holding|keep\w*|minding)\b.{0,12}\ba?\s?(?:gun|strap|machete|weapons?)\b.{0,40}\b(?:for|my|in)|\bi want (?:him|her|them) (?:dead|to die|to bleed)",
    ),
    (
        kinds.FORCED_MARRIAGE,
        r"\b(?:fly|flying|flight|flights|take|taking|send|sending|sent)\b.{0,30}\b(?:pakistan|india|bangladesh|afghanistan|iraq|kurdistan|somalia|turkey|romania|nigeria|abroad|back home|my country|village)\b.{0,80}\b(?:marr\w+|wedding|dress|husband|engaged|cut|ceremony|not come back|wont come back)",
    ),
    (
        kinds.SELF_HARM,
        r"\b(?:did|done|cut|hurt|doing)\b.{0,24}\b(?:wrists?|arms?|legs?|myself)\b.{0,24}\b(?:this morning|last night|today|just now|tonight|bleeding|deep)|\b(?:deep|bleeding)\b.{0,12}\b(?:this time|still|wont stop)|\bwont stop bleeding",
    ),
    (
        kinds.SEXUAL,
        rf"\b(?:comes?|came|gets?|got|climbs?|climbed|creeps|sneaks)\b.{{0,10}}\b(?:in|into|on)\b.{{0,6}}\b(?:my|our) (?:room|bedroom|bed|shower)\b|\b{_KIN}\b.{{0,30}}\b(?:does|did|made|makes) (?:things|stuff|something)\b.{{0,6}}\b(?:to|with) (?:me|us|her|him)|\b(?:touch\w*|feels?|felt|rubs?|strokes?) me\b.{{0,40}}\b(?:secret|dont tell|again|every|tonight|weekend)|\bmakes? (?:me|us|her) (?:go with|sleep with|do it with|have sex|get undressed|strip|touch)|\bgo with other men|\braped\b",
    ),
)
_CONCERN: tuple[tuple[str, str], ...] = (
    (
        kinds.HOME,
        rf"\b{_KIN}\b.{{0,24}}\b(?:threw|throws?|punch\w*|pinch\w*|bit|kicks?|kicked|smash\w*|broke|breaks|slam\w*|shak(?:es|ing|en)|drags?|dragged|locks?|chok\w*|spits?|spat|grabs?|pushe?[sd]?|shove[sd]?)\b.{{0,30}}\b(?:{_THEM}|missed|door|wall|walls|things|stuff|plate|tv|telly|phone|mum|out)\b",
    ),
    (
        kinds.HOME,
        rf"\b(?:scared|afraid|frightened|terrified|nervous|uncomfortable|unsafe|weird|horrible|not comfortable|dont like (?:it|being)|hate (?:it|being|going)|wont|stopped|avoid|dread)\b.{{0,30}}\b(?:{_KIN}|step\w*|home|house|weekends?|his flat|her boyfriend|who is there)\b.{{0,30}}\b(?:comes|gets|drinks|home|there|is|visits|alone|babysits|stays|staying|angry|mood)|\bdont like (?:going|being|staying)\b.{{0,20}}\b(?:dads|mums|nans|uncles|aunties|his|home)",
    ),
    (
        kinds.HOME,
        r"\b(?:behind closed doors|my own (?:front door|house|home|kitchen|bedroom|dad|mum|brother|family)|under my (?:own )?roof|inside (?:my|our|the) (?:house|home|flat))\b(?!.{0,30}\b(?:feel safe|safest|makes me feel safe|safe place|is safe))|\b(?:danger|dangerous|scary|worst|bad)\b.{0,24}\b(?:inside|indoors|at home|in my (?:house|kitchen|home|family)|mine is in)|\b(?:louder|worse|scarier|safer|rather be)\b.{0,20}\b(?:than|then)\b.{0,20}\b(?:home|in$|my house|indoors|going back|going home)\b|\b(?:rather|better) (?:be )?(?:out|outside|on the street)\b",
    ),
    (
        kinds.HOME,
        r"\b(?:walls?|ceiling|floor|next door|upstairs|downstairs)\b.{0,30}\b(?:hear|scream\w*|cry\w*|what he does|bang\w*|thump\w*)|\b(?:hear|heard)\b.{0,30}\b(?:scream\w*|crying|hitting|begging|smash\w*|thump\w*|what he does)\b|\b(?:baby|kids|child|woman|wife|lady)\b.{0,30}\b(?:scream\w*|cries all|crying all|begging)\b.{0,40}",
    ),
    (
        kinds.HOME,
        r"\b(?:no|any|enough|proper|hot) (?:food|meals?|dinner|tea|breakfast|heating|electric|gas|hot water|bed|clean clothes)\b.{0,30}\b(?:at home|in the house|since|at mine|at ours|because|this week|for days|most)|\b(?:havent|not|dont|didnt) (?:had|have|eat|eaten|get|got) (?:a |any |no )?(?:proper )?(?:meal|food|dinner|tea|breakfast)\b|\b(?:electric|heating|gas|meter|electricity)\b.{0,20}\b(?:running out|runs out|off|gone|cut off)|\b(?:always|so) hungry\b|\b(?:hungry|starving)\b.{0,20}\b(?:at home|every night|most days|weekends|holidays)|\bgo(?:es)? to bed hungry",
    ),
    (
        kinds.HOME,
        r"\b(?:mum|dad|parents?|mams?)\b.{0,24}\b(?:in bed all day|wont get up|doesnt get up|cant get up|sleeps? all day|asleep all|passed out|out of it|using|on drugs|on heroin|on crack|taking drugs|off (?:her|his) (?:head|face)|bad days?)\b|\bi (?:do|have to do|make|give|get|dress|feed|look after|raise)\b.{0,40}\b(?:little ones|twins|baby|brothers? and sisters?|siblings|kids)\b.{0,60}\b(?:miss|because|mum|dad|school|every|alone)|\b(?:strangers|people|men|random\w*)\b.{0,30}\b(?:in and out of|using at|sleep at) (?:our|my|ours|mine)\b|\bfind needles\b|\bneedles\b.{0,20}\b(?:at home|in (?:the|our) (?:house|bathroom|kitchen))",
    ),
    (
        kinds.HOME,
        r"\b(?:takes? it out on|hurt all of us|hurts? us|never hits? us but|has hurt|split (?:us|me and)|take (?:us|me|them|my brother|my sister|him|her) away|social (?:will|services will|come|take))\b|\bwhat happens (?:in (?:this|our|my) (?:house|home|family)|at (?:home|ours|mine))|\bstays (?:in|between)\b.{0,14}\b(?:house|family|us|walls)|\bin my family\b.{0,20}\b(?:hurt\w*|scared|hits?|touch\w*)|\bsomeone (?:in my (?:family|house)|i live with)\b|\b(?:person|people|one|ones) (?:i|you|we) (?:live with|am supposed to|know|are supposed|should trust)\b.{0,40}\b(?:hurt|does it|do it|scared|doing)|\b(?:he|she) did it to (?:her|him|my)",
    ),
    (
        kinds.NO_HOME,
        r"\b(?:in care|placements?|foster|childrens home|care home|the unit|my unit|secure unit|hostel|supported (?:living|housing)|semi independent)\b.{0,80}\b(?:scared|unsafe|not safe|never safe|safe|hits?|shouts?|bang\w*|picked up|in my room|into my room|comes? in|hurt\w*|pin|restrain\w*|men|older boy|locked|run|missing|hate)|\b(?:nowhere|nobody|no one)\b.{0,20}\b(?:to go|to stay|to sleep|will have me|wants me)|\b(?:dad|mum|they|parents?)\b.{0,24}\b(?:wont have me|kick\w* (?:me|him|her) out|threw (?:me|him|her) out|chucked (?:me|him|her)|changed the locks|doesnt want me|locked me out)|\b(?:sleep\w*|stay\w*|slept)\b.{0,16}\b(?:sofa|car|bus|station|park|stairs|friends floor|different)\b.{0,40}\b(?:because|mum|dad|home|nowhere|tonight|every|where)|\bwalk (?:around|round|about|the streets)\b.{0,24}\b(?:all night|till morning|until)|\bno (?:key|one in)\b.{0,20}\b(?:key|one in|all day)",
    ),
    (
        kinds.HOME,
        r"\b(?:stay|go|walk|wait|sit|hang|ride)\b.{0,40}\b(?:so (?:its|it is|i) (?:later|dont have)|until the last stop|so i dont (?:have to )?(?:go|be)|put off going|not go home|because (?:its|it is) better than (?:going|being))|\b(?:never|doesnt|dont|not) wants? to go (?:home|back)\b|\bfeel safest when (?:nobody|no one|he|she|they)|\bsafest when (?:nobody|no one|hes|shes|dad|mum)|\b(?:wish|glad|better|relax)\b.{0,20}\b(?:dad|mum|he|stepdad|she)\b.{0,14}\b(?:worked away|works away|is away|left|was dead|wasnt here|goes out|gone)",
    ),
    (
        kinds.FORCED_MARRIAGE,
        r"\b(?:marry|married|marriage|engaged|husband|wedding)\b.{0,50}\b(?:dont want|want me|have to|making me|make me|my parents|my dad|my uncle|cousin|village|someone i|a man|finish school|abroad|16|older)|\b(?:parents|dad|mum|family|they|brothers)\b.{0,30}\b(?:want|making|make|force|arranged|chose|chosen)\b.{0,20}\b(?:marry|husband|engaged|wedding)|\bbring\w* shame|\bhonou?r\b.{0,20}\b(?:family|kill|brothers?)|\b(?:if (?:they|my (?:family|parents|dad|brothers?|mum)) (?:knew|know|found out|find out|see|saw))\b.{0,60}\b(?:beat|kill|hurt|disown|kick|send|throw|end|hit)|\b(?:send|sent|take) (?:me|her|him) (?:away|back|abroad)\b.{0,30}\b(?:fixed|cured|married|changed|straight|pray)",
    ),
    (
        kinds.SEXUAL,
        rf"\b{_HE}\b.{{0,24}}\b(?:put\w*|rubb?\w*|touch\w*|grab\w*|squeez\w*|strok\w*|slap\w*|pinch\w*|lift\w*|pull\w*|ping\w*|feel|felt|lean\w*)\b.{{0,16}}\b(?:my|our|her|girls|their|your|up|down|a girls) (?:\w+ )?{_BODY}\b|\bhands? (?:on|up|down|in|round) my\b|\bput (?:his|her|their) hands? (?:on|up|down|round|in)\b|\b(?:rub|rubs|rubbed|brush|brushes|press|pressed) (?:past|against|up)\b|\b(?:sit|sitting|sat) on his (?:knee|lap)|\bhis (?:knee|lap)\b",
    ),
    (
        kinds.SEXUAL,
        rf"\b{_HE}\b.{{0,30}}\b(?:watch\w*|film\w*|look\w*|star\w*|perv\w*|peek\w*)\b.{{0,24}}\b(?:me|us|girls|her|the (?:little|small|younger) ones|kids)\b.{{0,24}}\b(?:chang\w*|undress\w*|shower|dry|toilet|toilets|pool|swimming|through|fence|window|garden)|\bgames? i dont like\b|\b(?:always|likes to) help\w*\b.{{0,20}}\b(?:small|little|young\w*) ones\b.{{0,20}}\b(?:dry|chang\w*|shower|toilet|undress\w*)|\btoo (?:touchy|close|friendly|handsy)\b|\bstands? too close|\bsays? (?:creepy|weird|sexual|rude|dirty|stuff about (?:my|our|what (?:i|we) wear)|things about (?:my|our|what we wear))",
    ),
    (
        kinds.SEXUAL,
        r"\b(?:woke up|wake up)\b.{0,30}\b(?:on top|naked|undressed|in (?:his|a strange|someone)|didnt (?:know|remember)|no clothes)|\bi (?:froze|said (?:stop|no)|didnt want (?:to|it)|never said yes|asked (?:him|her) to stop|told (?:him|her) to stop|couldnt (?:move|say))\b.{0,40}|\b(?:said|told him|told her) (?:no|stop) (?:but|and)\b|\b(?:sulks|moody|angry|mad|dumps?|leave me|break up)\b.{0,20}\b(?:until i|if i dont|unless i|till i) (?:give in|do it|send|let|sleep|have)|\bif i loved (?:him|her)\b|\beveryone does it\b|\b(?:drink|vodka|coke|wine)\b.{0,14}\btast\w+ (?:funny|weird|odd|strange)|\b(?:jabbed|injected|pricked)\b.{0,30}\b(?:club|leg|arm|bar|party)|\bwhat happened (?:at|to me at|in) (?:that|the|a) (?:party|house|club|flat)|\btook me (?:upstairs|to (?:a|his) (?:room|flat|car|house))",
    ),
    (
        kinds.SEXUAL,
        r"\b(?:rates?|ratings?|rank\w*|points? chart|list of girls|score|betting|bet|chart)\b.{0,30}\bgirls\b|\bgirls\b.{0,24}\b(?:ranked|rated|out of ten|out of 10|look like meat|like meat|points)|\bmeat\b.{0,10}$|\bmoan(?:ing|s)?\b.{0,24}\b(?:noise|noises|when i|at me|at girls)|\b(?:lift|lifts|lifting|pull|pulls) (?:up )?(?:girls|our|my|peoples|the girls) skirts?|\bskirts?\b.{0,14}\b(?:up|lifted|pulled)|\btrousers (?:down|round)|\b(?:flash\w*|exposed|wank\w*|masturbat\w*)\b|\bdick ?pics?\b|\b(?:get|getting|got) (?:girls|our|my|their) numbers?\b|\b(?:his|a) (?:willy|penis|dick|privates)\b|\blooked (?:over|under) the (?:top|door|cubicle)",
    ),
    (
        kinds.SEXUAL,
        r"\b(?:hes|he is|shes|she is|who is|who are|man|men|guy|guys|boyfriend|bloke)\b.{0,20}\b(?:twenty\w*|thirty\w*|forty\w*|fifty|nearly (?:20|30|40|thirty|forty)|way older|much older|(?:1[89]|2\d|3\d|4\d|5\d))\b.{0,60}\b(?:mature|my age|14|15|13|12|16|girlfriend|boyfriend|date|dating|flat|secret|nothing wrong|age is just|normal|buys|lets us)|\bmature for my age|\bage is just a number|\bwait (?:for me to|until i|till i) (?:turn|am|be) 1[68]|\b(?:going (?:out )?with|seeing|dating|sleeping with)\b.{0,14}\b(?:a )?(?:man|older man|grown man|guy in his)\b|\b(?:older|grown) (?:men|man|guys|lads)\b.{0,40}\b(?:girls|alcohol|drink|flat|party|parties|car|cars|lifts?|vapes|ket|drugs|numbers|gate|uniform)",
    ),
    (
        kinds.IMAGES,
        r"\b(?:pictures?|pics?|photos?|videos?|nudes?|screenshots?|folder|clips?)\b.{0,16}\bof (?:me|my (?:friend|sister|mate)|us|girls)\b.{0,50}|\b(?:has|have|got|gets?) (?:my|her|our) (?:pictures?|pics?|photos?|nudes?|videos?)\b|\bmy (?:nudes?|private pictures?|pictures?|pics)\b.{0,30}\b(?:got out|went|going|round|shared|leaked|everyone|shown|his mates|her mates|online)|\b(?:photoshop\w*|airdrop\w*|deep ?fake\w*|ai (?:nudes?|pictures?|photos?))\b|\b(?:asks?|asked|asking|wants?|begs?|keeps asking)\b.{0,20}\b(?:for )?(?:nudes?|pictures?|pics|photos?)\b.{0,30}\b(?:every|of me|from me|off me|moody|angry|frigid|no|me|girls)|\b(?:filmed|filming|films|recorded|recording|videoed|took (?:a )?(?:photos?|pictures?|videos?|pics?) of) (?:me|us|my (?:friend|sister|mate|brother)|her|girls|him)\b|\bsend (?:one|more|me one|another|them)\b.{0,14}\b(?:or|every)|\bwont delete\b|\bsends? (?:pictures?|pics|photos|nudes) to (?:a|some|older|men|strangers|bloke|man)",
    ),
    (
        kinds.ADULT,
        r"\b(?:strangers?|random\w*|old(?:er)? (?:men|man|people|guys?|bloke)|men|some (?:man|guy|bloke|old)|a (?:man|guy|bloke|woman|lady|grown up|stranger)|people i dont know|someone (?:older|i dont know|from a game))\b.{0,40}\b(?:messag\w+|text\w*|add me|adds? me|dms?|gift\w*|robux|vbucks|skins|number|how old|where (?:i|we|she|he) lives?|which (?:house|school)|my school|camera|sweets|lift|money|puppy|dog|secrets?|modelling|hotel|visit|swings|his number|knew my mum|take (?:me|us|her|him) home|get in)\b|\b(?:for months|online|on (?:a |the )?(?:game|xbox|roblox|discord|snap|insta|tiktok))\b.{0,60}\b(?:he is old|hes old|a man|actually|grown|knows (?:my|where|things|what)|what i was wearing|wont show|never (?:shows|seen)|special|only one who|dont tell|secret)|\bknows (?:things about me|what school|my school|what i was wearing|where i (?:live|go))",
    ),
    (
        kinds.ADULT,
        r"\b(?:teacher|coach|tutor|sir|staff|youth worker|instructor|ta|manager|boss|priest|imam|pastor|leader)\b.{0,40}\b(?:messag\w+ me|texts? me|dms? me|snaps? me|adds? me|special|alone with me|on insta|on snap|late at night|secret|lifts?|gifts?|hug\w*|touch\w*|back room|stock room|on my own)\b|\b(?:tried|tries|trying) to (?:get|take|grab|pull|drag|make|touch|kiss)\b.{0,40}\b(?:me|us|my|girls?|kids?|sister|brother|friend)\b.{0,40}\b(?:car|van|hand|bushes|away|house|home|him|in)?|\basking (?:girls|kids|us|people my age|children) (?:if|for|to)\b.{0,30}\b(?:lift|number|pictures|car|money|house)",
    ),
    (
        kinds.EXPLOITED,
        r"\b(?:gave|give|gives|got|bought) (?:me|him|her|us|them|my (?:brother|cousin|friend|mate|nephew|sister)|kids)\b.{0,20}\b(?:a phone|phone|trainers|free (?:weed|vapes?|drugs)|vapes|burner)\b.{0,60}\b(?:answer|rings|owe|now|work|pay|have to|told|deliver\w*|drop\w*|go)|\b(?:one|just one) (?:run|drop|trip|delivery|favour|package)\b|\b(?:run|runs|running|drop|drops|dropping|shotting|shots?|trapping|cunch|county lines|deliver\w*)\b.{0,20}\b(?:for (?:him|them|someone|his|older|the olders|a man|some)|on his bike|kid)|\b(?:look after|mind|hold|keep|stash|hide|pick up|collect|carry|take)\b.{0,10}\b(?:something|stuff|things|a (?:bag|package|parcel|box|phone))\b.{0,20}\b(?:for (?:someone|him|them|an older|a man|his|my cousin|some|the)|in my locker|at mine|to a house)",
    ),
    (
        kinds.EXPLOITED,
        r"\b(?:cant|cannot|couldnt|trying to|want to|wants? to|tried to)\b.{0,12}\b(?:get out|leave|stop|walk away|say no)\b.{0,60}\b(?:know where|they|them|in too deep|for life|work for|running|gang|because)|\bin too deep\b|\bonce you (?:take|start|owe|are in|re in|do one)|\b(?:youre|you re|you are|im|he is|hes) theirs\b|\bwork(?:s|ing)? for (?:them|him|the gang|the olders)\b|\bpeople think (?:i|he|she) chose|\bdidnt choose (?:this|it)\b|\b(?:moved into|taken over|took over|using|living in)\b.{0,8}\b(?:his|her|my (?:cousins|neighbours|uncles|brothers)|an old|the neighbours)\b.{0,14}\b(?:flat|house|place|home)|\b(?:owe|owes|owing|debt|pay (?:it|them|him) back|work it off)\b.{0,40}\b(?:money|drugs|weed|dealer|people|them|him|lads|bad|gang|cant)|\b(?:bank (?:account|card|details)|account|card)\b.{0,40}\b(?:put money|use (?:my|your|it)|send (?:it|money) on|wants? it|borrow|hundred|100|quid)|\bput money in my (?:bank|account)|\b(?:dont|never|not|doesnt) (?:get )?(?:paid|pay (?:me|us))\b.{0,30}|\b(?:new (?:trainers|coat|clothes|phones?)|different (?:coat|trainers|jacket)|money and|two phones|2 phones)\b.{0,50}\b(?:hes|he is|shes|only|wont say|where|gone|night|missing)|\b(?:comes|came) (?:in|home|back) with (?:money|cash|new)",
    ),
    (
        kinds.EXPLOITED,
        r"\b(?:wait|waits|waiting|pick|picks|picked|picking)\b.{0,24}\b(?:up )?(?:for|outside|at)?\b.{0,16}\b(?:kids|a boy|boys|girls|a girl|year (?:7|8|9)s?|them|the girls)\b.{0,30}\b(?:car|cars|gate|unit|home|night|men|drive)|\b(?:gets?|got|goes|getting) in(?:to)? (?:their|his|a|different|nice|mens) (?:\w+ )?cars?\b|\b(?:asked|ask|asking|offered|told|tells?|keeps (?:saying|asking))\b.{0,24}\b(?:deliver|drop|sell|shot|carry|earn|stash|hold|run|lookout|look out|parcel|package|make (?:easy )?money|easy money)\b.{0,40}\b(?:for|him|them|quid|pounds|money|sorted|trainers|bag|something|boys?)?|\bmake (?:the |little |younger |small )+(?:kids|ones|boys)\b.{0,20}\b(?:fight|carry|hold|steal|sell)",
    ),
    (
        kinds.THREAT,
        r"\b(?:said|says|say|told|telling|tells|saying|keep telling)\b.{0,30}\b(?:kill|stab|jump|batter|get|hurt|smash|burn|shank|beat|slap|finish|end|watch (?:your|my)|youre next|your next|next|wont make it|regret|fix|do) (?:me|us|my|him|her|them|you|up)?\b.{0,20}(?:if|when|on|after|back|because|next|over|for|in|up)|\bthroat\b.{0,14}\b(?:sign|slit|cut|gesture)|\byoure next\b|\b(?:note|message|letter|voice note|voicenote|calls?|snap)\b.{0,20}\b(?:said|saying|says|telling)\b.{0,30}\b(?:next|dead|kill|get|coming|watch|wearing|die|snitch|yard)|\b(?:brick|bricks|stones?|eggs|firework|petrol|paint|dog mess)\b.{0,20}\b(?:through|at|in) (?:our|my|the) (?:window|house|door|car|letterbox)|\b(?:kicked|smashed|banging|put) (?:in |on )?(?:our|my) (?:front )?(?:door|windows?)\b|\bchant\w*\b.{0,30}\b(?:get|kill|out)|\bi have been told\b.{0,20}\b(?:wont|will|got)|\bbe got\b|\bend of term\b.{0,10}$|\bwhere (?:my|our) (?:\w+ )?(?:lives?|works?|goes to school|school is)",
    ),
    (
        kinds.ATTACK,
        r"\b(?:draws?|drawing|writes?|wrote|list)\b.{0,30}\b(?:guns?|school|names|kill|bodies|plans?|date)\b.{0,30}\b(?:people|xs|it|names|list|shoot\w*|wall|on)|\bremember (?:his|my|her) name\b|\bpay ?back\b|\brevenge\b.{0,40}\b(?:for|at|on|funeral|friend|what)|\b(?:hero|heroes|cool|legend)\b.{0,30}\bschool shoot\w*|\bschool shoot\w*\b.{0,30}\b(?:heroes?|videos?|cool|wrote|wall|will|going)|\bshooting on\b.{0,20}\bwall",
    ),
    (
        kinds.FOLLOWED,
        r"\b(?:man|bloke|guy|he|someone|somebody|lad|car|van|ex|boyfriend|boyfriends car|audi|bmw)\b.{0,40}\b(?:walk\w* behind|behind (?:me|us|my)|stood (?:by|outside|near|opposite)|stands? (?:by|outside|near|opposite)|slow\w* (?:down )?(?:next to|beside|by|past)|driving slow\w*|round the block|parked (?:opposite|outside|near)|waits? (?:outside|near|at|for)|waiting (?:outside|near|at|for)|turns? up|shows? up|always (?:on|there|seems)|whatever bus|keeps (?:driving|coming|turning|leaving|putting|appearing|commenting)|found my (?:new )?(?:number|account|address)|through (?:the|my) (?:fence|window)|on my doorstep|through my (?:door|letterbox))\b|\b(?:notes?|things|flowers|letters?)\b.{0,20}\b(?:through|on|under|outside) my (?:door|doorstep|car|letterbox|window)|\bnew number\b.{0,10}\bagain|\b(?:air ?tag|tracker)\b|\btried my (?:door|handle|window|car)",
    ),
    (
        kinds.HURT,
        r"\b(?:broke|broken|fractured|smashed|split|knocked out|stitches in) (?:my|his|her|my \w+s) (?:nose|jaw|arm|wrist|tooth|teeth|finger|rib|ribs|lip|phone|glasses|head|leg)\b.{0,40}\b(?:they|he|she|outside|on|when|by|field|fight|lads|boys|because)?|\b(?:had|have|has|got|gets) (?:my|his|her) (?:hijab|headscarf|scarf|turban|hair|jaw|nose|shoes|phone|coat|bag)\b.{0,16}\b(?:pulled|ripped|broken|cut|shaved|set on fire|burnt|taken|knocked)\b.{0,20}|\b(?:pull|pulls|pulled|rip|rips|ripped|yank\w*|grab\w*)\b.{0,10}\b(?:my|her|girls|peoples|off my) (?:hijab|headscarf|scarf|turban)|\bhijabs? (?:off|pulled|ripped)|\b(?:threw|throw|throws|throwing|chucked|poured|chuck)\b.{0,12}\b(?:bricks?|bottles?|stones?|rocks?|fireworks?|glass|drinks?|eggs|knife|knives|acid|petrol|chairs?|wee|urine)\b.{0,16}\b(?:at|over|on) (?:me|us|my (?:friend|brother|sister|mum|house))\b|\b(?:pushed|push|threw|shoved|dragged|kicked|held|hold|pinned|pin|stamped|shaved|locked|shut) (?:me|us|him|her|my (?:friend|brother|sister|mate)s?|kids)\b.{0,12}\b(?:down|off|in|into|under|by|against|up|on|head|over|out)\b|\bput (?:me|us|him|her|my \w+) in (?:the|a|my) (?:bin|locker|boot|bag|cupboard|headlock|hospital|toilet)|\bstamped on\b|\bmade me (?:kneel|walk|eat|strip|beg|apologise|lick|say)\b|\bset (?:my|his|her) \w+ on fire\b|\b(?:firework|lighter)\b.{0,20}\bat me\b|\bdeath\b.{0,10}\bknife|\bi (?:got|was) (?:jumped|mugged|robbed|attacked|stabbed|beaten|battered|assaulted|bottled|slashed|spiked|groped|grabbed)\b",
    ),
    (
        kinds.BULLIED,
        r"\b(?:locker|desk|door|wall|bag|books?)\b.{0,24}\b(?:written on|wrote|scratched|graffiti|painted)\b.{0,50}\b(?:word|skin|faggot|slur|name|me|gay|country|p word|n word|out|same)|\bmake\w* my life (?:a )?(?:hell|misery|miserable)|\b(?:told|tell|tells|shout\w*|said|say)\b.{0,24}\bgo (?:back )?(?:home|to (?:my|your|our|their)(?: own)? country|back where)\b|\bgo (?:home|back) (?:to|where)\b.{0,20}\b(?:country|came|come) (?:from)?|\bi was born here\b|\bspat? (?:on|at|in)\b|\bspits? (?:on|at|in)\b|\b(?:barks?|barking|monkey noises?|sing a song|chant)\b.{0,30}\b(?:at|about) (?:me|us|my|her)|\btell(?:ing|s)? me to (?:die|kill|kms|end|hang)\b|\bkill myself\b.{0,16}\b(?:in front|they|message|comment|everyone|said)|\bbeaten up for\b|\b(?:bullied|picked on|hit|beaten|targeted|attacked) (?:for being|because (?:im|i am|of my|we are))|\b(?:lunch|dinner) money\b|\bpay to (?:use|get|go|walk|sit)\b|\b(?:changed|moved|left) schools? (?:twice|because|again)\b.{0,40}\b(?:found me|bull\w+|again|online|started)",
    ),
    (
        kinds.BULLIED,
        r"\b(?:told|tell|reported|report|said to|rang|went to)\b.{0,60}\b(?:teacher|school|police|head|tutor|mum|dad|staff|she|he|they|him)\b.{0,60}\b(?:said|says|told me)\b.{0,30}\b(?:ignore|keep away|boys will|likes (?:you|me)|banter|joke|nothing|stay away|grow up|toughen|lying|lie|dont be|just|walk away|both|avoid)|\b(?:grabbed|followed|touched|hit|attacked|threatened|chased|assaulted|bullied|hurt|stalk\w*|abus\w*|punched)\b.{0,80}\b(?:all i got was|never rang back|never got back|never called|then nothing|and nothing|heard nothing|never heard|nothing happened|did nothing|does nothing|worse)\b|\bit (?:gets?|got) worse (?:for me|each time|when i|after i)\b|\bstopped telling\b|\bgave up telling\b|\b(?:teacher|staff|they|he|she) laugh(?:s|ed)\b.{0,20}\b(?:at me|when|too|about)?",
    ),
    (
        kinds.SELF_HARM,
        r"\b(?:pull|pulling|rip|bang|banging|hit|hitting|bite|biting|scratch\w*|pick\w*|burn\w*|punch\w*|cut|cutting|starv\w*) my (?:own )?(?:hair out|head|self|arms?|legs?|wrists?|skin|face|thighs?|body)\b|\bhair out\b|\b(?:sharpener|razor|blade|plasters|compass|lighter)\b.{0,24}\b(?:again|sock|hide|arm|in my|thing|under|sleeve)|\b(?:the only thing i control|rules about food|punish myself|get rid of it|throw it up|throw up|make (?:my|her|him)self (?:be )?sick|only eat|dont eat till|not eaten|havent eaten|stopped eating|lost (?:so much )?weight|how much weight)\b|\b(?:take|taking|took|steal|nick)\b.{0,14}\b(?:tablets|pills|meds|medication|sleeping)\b.{0,24}\b(?:sleep|feel|cupboard|numb|brothers|mums|nans|get through)|\bdrink\w*\b.{0,24}\b(?:before school|to (?:sleep|forget|cope|stop|feel|numb|get through)|so i can (?:face|sleep)|on my own every|alone every)|\bhear\w* (?:people|voices|things|someone) (?:talk\w*|that|when|tell\w*|in my)|\bscared of (?:what i|my own|myself|being alone with my)|\bmy own (?:danger|worst|brain|head|mind)|\bcut in the toilets|\b(?:hurting|harming|cutting|cuts?) (?:herself|himself|themselves|themself)\b|\bis cutting\b",
    ),
    (
        kinds.SUICIDE,
        r"\b(?:not|dont|do not|wouldnt) (?:bothered|care|mind|matter)\b.{0,16}\b(?:if|whether)\b.{0,20}\b(?:live|die|died|car|hit|dead|wake|alive|dont wake)|\bdont look on purpose|\b(?:what it would be like|imagine|think about|thought about)\b.{0,24}\b(?:never here|not here|gone|not being|not existing|if i died|jumping|the train|end)|\b(?:no|any|a|dont (?:really )?see (?:a|any|my)) future\b.{0,20}\b(?:me|myself|past|dont|cant|see|want|for)?|\b(?:tried|trying|try|wanted) to (?:end|take) (?:his|her|my|their) (?:own )?life|\b(?:friend|brother|cousin|dad|mum|uncle|mate|sister|lost \w+) (?:\w+ )?(?:to suicide|killed (?:him|her)self|took (?:his|her) (?:own )?life)|\b(?:nobody|no one|noone)\b.{0,10}\b(?:would|will)\b.{0,10}\b(?:look for|miss|come|notice|care|find)\b.{0,6}\b(?:me|if)\b|\b(?:pointless|grey|numb|empty|nothing left)\b.{0,24}\b(?:everything|always|all the time|inside|cant see|life|feel)|\b(?:everything|life)\b.{0,10}\b(?:feels|is|seems) (?:pointless|grey|dark|hopeless|too much)|\btired\b.{0,30}\b(?:not the kind|sleep (?:doesnt|cant|wont) (?:fix|help)|of everything|of being me|of fighting|of trying)|\bnot (?:the kind )?sleep (?:fixes|helps)|\bif nobody sees me|\bbeing invisible\b",
    ),
    (
        kinds.PARTNER,
        r"\b(?:boyfriend|bf|girlfriend|gf|ex|partner|fella|he|she)\b.{0,30}\b(?:because (?:he|she) loves me|stopped me seeing|wont let (?:me|her|him)|doesnt let|all my passwords|prove where|goes mad (?:if|when)|gets (?:mad|angry|jealous|funny) (?:if|when)|punched the (?:wall|door)|next to my head|by the throat|checks (?:my|her)|tracks (?:my|me)|follows my location|made me (?:delete|block|quit|stop)|tell everyone (?:i|im|what)|got his friends|parked|wait\w* (?:for me|outside)|turn(?:s|ed) up|threatens? to|says (?:he|she) will hurt (?:him|her)self|says (?:he|she) will kill)|\bscared to (?:end it|leave (?:him|her)|break up|dump|finish)|\b(?:if|when) i (?:leave|break up|end it|left|dump)\b.{0,30}\b(?:he|she|they)|\btold everyone what we did|\bex\b.{0,20}\b(?:outside|car|every morning|new accounts?|followed|messages? me|wont)|\bhe scares me\b|\bshe scares me\b",
    ),
    (
        kinds.NOT_SAFE,
        r"\b(?:never|dont ever|not) (?:feel|felt|feeling) safe\b|\b(?:single|one) place\b.{0,14}\bfeel safe|\bonly feel safe when\b|\beven then not really|\bthats the answer\b|\b(?:who would|who do|who can) i (?:even )?(?:tell|trust|talk)|\bpeople who (?:should|are (?:supposed|meant) to) (?:keep|protect|look after)\b.{0,40}|\bpretend (?:im|i am|to be) (?:someone else|somewhere else|not here|dead|invisible)|\bbody (?:doesnt|does not|isnt|not) (?:feel|mine|my)|\bflinch\b.{0,30}\b(?:when|if|people|someone|lift|arms|shout|raise)|\bsince (?:then|it happened|that (?:night|day|party)|what happened)\b|\bcant (?:write|say|tell)\b.{0,20}\b(?:it|here|this|you|down|out loud|anyone)|\bdont want to get (?:him|her|them|anyone) in trouble|\bit has to stop\b",
    ),
    (
        kinds.ASKS,
        r"\b(?:can|could|will|please|wish|need|want)\b.{0,24}\b(?:someone|somebody|you|a real person|anyone|anybody)\b.{0,14}\b(?:check on|phone|ring|call|talk to me|ask me|help (?:my|me|her|him|them|us)|contact|come and|make them listen|speak to)|\bif i (?:say|tell|told)\b.{0,24}\b(?:take|happen|happening|taken|away|believe|kill|hurt|trouble)|\bits (?:not for me )?(?:its )?for my friend\b|\bfriend\b.{0,30}\b(?:needs help|isnt safe|not safe|being hurt|gets hurt|in danger|begged|made me promise|promise not)|\b(?:told|tell|telling)\b.{0,24}\b(?:what was happening|about (?:home|his dad|her dad|my dad|my mum|my uncle|him|what he))\b|\bwhat (?:was|is|s) (?:happening|going on) (?:at home|to (?:me|her|him|them|my))|\b(?:something|stuff|things|it) (?:bad )?happened (?:to me|when|at|there|and)\b|\b(?:is it|is that|its) (?:normal|ok|okay|abuse|wrong|rape)\b.{0,30}\b(?:if|when|for|to|that)|\bdont know what you call|\bsomeone called\b|\bchildline but\b|\bit is bad\b.{0,10}$",
    ),
)
# signs too, but also what many a harmless text says
_BROAD: tuple[tuple[str, str], ...] = (
    (
        kinds.HOME,
        r"\b(?:bruis\w+|handprint|hand print|black eye|burn marks?|cigarette|belt|slipper|wooden spoon|marks? on (?:my|her|his)|purple|welts?|scratch\w* on (?:my|her|his))\b.{0,60}\b(?:dad|mum|home|house|parents?|he|she|uncle|brother|says|said|nothing|fell|school|neck|face|legs?|arms?|back)\b|\bget the (?:belt|slipper|stick|spoon)|\b(?:dad|mum|parents?|home|uncle|she|he)\b.{0,40}\b(?:bruis\w+|handprint|black eye|belt|purple|marks on)",
    ),
    (
        kinds.HOME,
        rf"\b{_KIN}\b.{{0,30}}\b(?:nasty|horrible|cruel|evil|names|useless|stupid|worthless|mistake|never wanted|hates? me|wish\w* i|doesnt want me|dont want me|disown\w*|whispers? things|gives me the creeps|looks at me|stares? at me|watches me|walks? in)\b|\b(?:called|call|told i am|told im|made to feel)\b.{{0,20}}\b(?:useless|worthless|stupid|a mistake|disgusting)\b.{{0,20}}\b(?:by|my)\b.{{0,12}}{_KIN}|\bcalls? me\b.{{0,30}}\b(?:useless|worthless|mistake)|\bby my own (?:mum|mother|dad|father|family|brother)",
    ),
    (
        kinds.HOME,
        r"\b(?:sleep|slept|sleeping|go to bed|lie)\b.{0,24}\b(?:shoes on|clothes on|under (?:the|my) bed|chair|door locked|wardrobe|brother in (?:with me|my bed)|knife|with the light)|\b(?:chair|wardrobe|chest of drawers|drawers)\b.{0,16}\b(?:against|behind|in front of)\b.{0,10}\bdoor|\b(?:lock|locks|locked|bolt|wedge|barricade)\b.{0,12}\b(?:my|our|the) (?:bedroom |room |bathroom |kitchen |food |fridge )?(?:door|cupboard|kitchen|fridge|in)\b.{0,40}\b(?:at night|he|him|because|so|when|stepbrother|dad|brother|cant|uncle|food|eat|us)|\block\w* (?:the|our) (?:food|kitchen|fridge|cupboards?)",
    ),
    (
        kinds.HOME,
        r"\b(?:key in the (?:door|lock)|car door|front door|footsteps|when (?:he|she) (?:comes|gets) (?:in|home|back)|shuts the|the door slams|hear (?:him|them) (?:come|coming|on the stairs)|the stairs)\b.{0,50}\b(?:know|count|steps|kind of|mood|night|hide|freeze|stomach|hold|quiet|upstairs|scared)|\b(?:bag|case|stuff) packed\b|\b(?:mustnt|cant|dont|not allowed to|cannot) (?:open|answer)\b.{0,20}\b(?:curtains|door|phone|windows?)|\bdrives past\b|\bfind(?:s)? (?:us|out where we)|\bhe(?:s| is) not (?:allowed|meant|supposed) (?:to|near)|\bisnt (?:meant|supposed|allowed) (?:to (?:come|be)|near)",
    ),
    (
        kinds.WEAPON,
        r"\b(?:i|ill|ive|we) (?:\w+ ){0,2}(?:sleep with|carry|carried|take|bring|keep|hide|hid|got|have|had|started carrying|walk with)\b.{0,20}\b(?:knife|blade|screwdriver|hammer|shank|bat|scissors|chisel|corkscrew|weapon|machete|spanner|bottle)\b|\b(?:knife|blade|machete|gun|shank|zombie knife)\b.{0,20}\b(?:in|under|inside|behind)\b.{0,10}\b(?:his|her|my|the|a|brothers|their|someones) (?:\w+ )?(?:bag|coat|bed|pillow|locker|pencil case|waistband|sock|car|room|ceiling|garages|bushes|trousers|pocket|hand)|\b(?:got|gets|pulled|pulls|took|had|shows?|showed|waved|brought|brings|has|keeps|carries)\b.{0,12}\b(?:a |an |his |out |the )*(?:knife|blade|machete|gun|shank|weapon|hammer|taser|axe)\b.{0,12}\b(?:out|on (?:me|us|him|her|my)|at (?:me|us|school)|in (?:school|class|the changing room|his|her|my)|to (?:school|college|show|me|us|everyone|the)|and|with him|with her)\b|\bsomething in (?:his|her|my) (?:waistband|sock|sleeve|bag)\b|\balways has (?:one|it|something) on (?:him|her)|\byou (?:take|carry|have to (?:carry|take|have)|need) (?:something|one|a (?:knife|blade))\b|\bjust in case\b.{0,10}$",
    ),
)


def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in table)


_FIRM = ((HarmLevel.URGENT, _compiled(_URGENT)), (HarmLevel.CONCERN, _compiled(_CONCERN)))
_BROADLY = ((HarmLevel.CONCERN, _compiled(_BROAD)),)


def find_phrases(words: list[str]) -> Found:
    """The kinds of harm that the wording itself points at, unless it is a lesson, a wish or about people in general."""
    sentences = " ".join(words).split(" | ")
    return Found(list(_pointed_at(sentences, _FIRM)), list(_pointed_at(sentences, _BROADLY)))


def _pointed_at(
    sentences: list[str], table: tuple[tuple[HarmLevel, tuple[tuple[str, re.Pattern[str]], ...]], ...]
) -> Iterator[Sign]:
    for sentence in sentences:
        for level, phrases in table:
            for kind, phrase in phrases:
                m = phrase.search(sentence)
                if m and not _general(sentence[: m.start()], m.group()):
                    yield level, kind


_GENERAL = re.compile(
    r"\b(?:teach|lessons?|assembl\w+|posters?|talks? (?:about|on)|people who|kids who|anyone who|someone who|those who|young people who|families who|help for|support for|stop people|ban|should|there was a stor\w+|on the news|in the paper|make it easier|if someone|if a kid|if anyone|if somebody|if you|what if|imagine if|never been|never had|nobody has ever|no one has ever|they found|was found|have never|has never|not allowed at school|would (?:feel|be|make)|i would tell|id tell)\b"
)
_DENIED = re.compile(
    r"\b(?:never|not|dont|doesnt|no one|nobody|nothing|isnt|wasnt|without|havent|hasnt)\b(?: \w+){0,2} ?$"
)
_SAYS_NOT = re.compile(r"\b(?:never|not|dont|doesnt|no one|nobody|isnt|hasnt|havent|wont|cant|no)\b")


def _general(before: str, match: str) -> bool:
    if _GENERAL.search(before):
        return True
    return _DENIED.search(before) is not None and _SAYS_NOT.match(match) is None
