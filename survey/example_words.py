"""The invented words of the example workspace: nobody said any of this.

Heads and tails that `survey.example` puts together, so that a few hundred answers are all different and still
about something. Frequencies are made up and say nothing about any real place. The names, numbers and handles
belong to nobody: numbers come from the range reserved for drama, addresses end in example.org.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Concern:
    """Something a few invented people worry about, and how they tick and write it."""

    name: str
    share: float  # of everybody, before the district's own weight
    worry: str  # what they tick: choices of the questionnaire
    place: str
    what: str
    help: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    asks: tuple[str, ...]
    reasons: tuple[str, ...]


CONCERNS: Final[tuple[Concern, ...]] = (
    Concern(
        "dark",
        2.6,
        worry="followed",
        place="streets",
        what="dark",
        help="lights",
        heads=(
            "The path by {spot} has no lights at all and it's so dark",
            "It's dark walking home past {spot} with no street lights",
            "Half the street lights near {spot} are broken so it's dark",
            "They turn the street lights off at night round {spot}",
            "The alley next to {spot} is so dark",
            "In winter it's dark before we even finish clubs",
            "No lights in the underpass by {spot}, it's really dark",
        ),
        tails=(
            "so I run the last bit",
            "and you can't see who is coming",
            "and I have to use my phone torch",
            "so my mum won't let me go on my own",
            "and the bushes are overgrown as well",
            "and nobody would hear you",
        ),
        asks=(
            "Proper lights on the path by {spot}",
            "Fix the broken street lights and keep them on all night",
            "Street lights that come on when you walk past",
            "Brighter lights near {spot}",
            "Cut the bushes back and put more lights up",
        ),
        reasons=(
            "because then you can see who is there",
            "so we can walk home from training",
            "it's such an easy thing to do",
        ),
    ),
    Concern(
        "groups",
        2.0,
        worry="groups",
        place="town",
        what="groups",
        help="adults_around",
        heads=(
            "Big groups of older boys hang about by {spot}",
            "Groups of people in balaclavas on bikes near {spot}",
            "Groups sitting outside {spot} every night",
            "Groups of older lads who shout stuff when you walk past {spot}",
            "There's always a group of older kids blocking the way at {spot}",
            "Gangs of teenagers from another school come to {spot}",
        ),
        tails=(
            "and they stare you out",
            "and you never know if they'll start on you",
            "so we cross the road",
            "and they ask where you're from",
            "and no adults ever say anything",
            "and they film people",
        ),
        asks=(
            "A friendly adult in a hi vis around {spot} when the groups are there",
            "Youth workers on the street who know us",
            "Wardens in town who actually talk to the groups",
            "More adults about at {spot}",
        ),
        reasons=(
            "because nobody starts when grown ups are there",
            "not to shout at people just to be there",
            "then people would behave",
        ),
    ),
    Concern(
        "knives",
        1.8,
        worry="knives",
        place="park",
        what="heard_things",
        help="stop_knives",
        heads=(
            "People carrying knives",
            "You hear about knives and stabbings all the time now",
            "Everyone says people round here carry knives",
            "Seeing knife videos from round here",
            "Knowing people my age carry knives",
            "There was a knife thing near {spot} in the summer",
        ),
        tails=(
            "and it could be anyone",
            "so I don't go to {spot} any more",
            "and I think about it on the way home",
            "even though it's never happened to me",
            "and people act like it's normal",
        ),
        asks=(
            "More knife bins and telling people where they are",
            "Get knives off the streets",
            "Talks from people who used to carry, not just police",
            "Make it harder to buy knives online",
        ),
        reasons=(
            "so people don't think they need one",
            "before someone else gets hurt",
            "and start in year 7 not year 11",
        ),
    ),
    Concern(
        "drugs",
        1.0,
        worry="drugs",
        place="park",
        what="drink_drugs",
        help="stop_drugs",
        heads=(
            "People dealing in the car park by {spot}",
            "The smell of weed everywhere near {spot}",
            "Needles and little bags on the ground at {spot}",
            "Men on e-bikes dropping stuff off at {spot}",
            "People off their heads on the benches by {spot}",
        ),
        tails=(
            "and little kids play there",
            "and they ask if you want some",
            "so the swings are no good any more",
            "and everyone knows but nobody stops it",
            "and they get angry for no reason",
        ),
        asks=(
            "Stop the dealing at {spot}",
            "Clear the needles up and check the park every morning",
            "Help for people on drugs so they're not out all night",
            "Somebody to tell about dealers without giving your name",
        ),
        reasons=("so we can use the park again", "because we all know where it is", "it's been years"),
    ),
    Concern(
        "harassment",
        1.5,
        worry="harassment",
        place="town",
        what="treated_badly",
        help="respect",
        heads=(
            "Men beeping and shouting from cars when I'm in uniform",
            "Getting stared at and whistled at near {spot}",
            "Grown men asking how old you are outside {spot}",
            "Boys making comments about girls' bodies",
            "Being a girl and walking past {spot} on my own",
            "Men in vans who slow down next to you",
        ),
        tails=(
            "and it starts when you're about 12",
            "and everyone says just ignore it",
            "so I wear a big coat even in summer",
            "and I keep my keys in my hand",
            "and it makes me feel sick",
            "and teachers say it's banter",
        ),
        asks=(
            "Teach boys that it isn't funny",
            "Take it seriously when girls report comments",
            "Lessons about respect for everyone not just girls being careful",
            "Staff in shops who'll let you wait inside",
        ),
        reasons=(
            "because it shouldn't be our job to avoid it",
            "and actually do something after",
            "so we can wear what we want",
        ),
    ),
    Concern(
        "buses",
        1.6,
        worry="drunk_people",
        place="bus_train",
        what="no_help",
        help="buses",
        heads=(
            "Waiting ages for the bus on my own",
            "Drunk people on the last bus",
            "The top deck of the bus after school",
            "The bus just doesn't turn up and it gets dark",
            "Waiting at the bus station at night",
            "Sitting on a nearly empty bus at night",
        ),
        tails=(
            "and the driver never does anything",
            "and there's no signal there",
            "and there's no staff about",
            "so you have to sit right by the driver",
            "and people vape and shout the whole way",
        ),
        asks=(
            "Buses that turn up and run after 7",
            "Real times on the screens at {spot}",
            "Guards on the late bus",
            "A help button at every bus stop",
            "Cheaper buses so nobody has to walk",
        ),
        reasons=(
            "because missing one means an hour in the dark",
            "so we can get home from town",
            "it would help my nan as well",
        ),
    ),
    Concern(
        "roads",
        1.3,
        worry="roads",
        place="way_there",
        what="traffic",
        help="adults_around",
        heads=(
            "Cars speeding past {spot} like a race track",
            "E-scooters on the pavement going really fast",
            "There's no pavement on the road to {spot}",
            "Crossing the main road by {spot}",
            "Lorries come so close when I cycle",
            "Motorbikes doing wheelies on the field",
        ),
        tails=(
            "and nobody stops at the crossing",
            "and my friend nearly got hit",
            "so my dad drives me and that makes it worse",
            "especially when it's wet",
            "and there isn't a cycle lane",
        ),
        asks=(
            "A proper crossing by {spot}",
            "Speed bumps and cameras for the cars",
            "A cycle path that isn't on the road",
            "A lollipop person for the big school too",
        ),
        reasons=("because cars don't stop", "before someone gets run over", "so I could walk to school"),
    ),
    Concern(
        "bullying",
        1.8,
        worry="bullying",
        place="school",
        what="treated_badly",
        help="stop_bullying",
        heads=(
            "Bullies in the corridors at break",
            "People getting bullied in the toilets at school",
            "People in my year who pick on anyone different",
            "Getting picked on in the lunch queue at school",
            "Bullies who wait behind the science block at school",
            "Bullying in group chats from school",
        ),
        tails=(
            "and teachers don't see it",
            "and if you tell it gets worse",
            "so I eat lunch in the library",
            "and people just laugh",
            "and the same ones get away with it",
        ),
        asks=(
            "Teachers in the corridors and near the toilets to stop bullying",
            "A room you can go to at lunch with a nice adult",
            "Actually dealing with bullies instead of a talk",
            "Older students who look out for people getting bullied at school",
        ),
        reasons=(
            "because everyone knows who it is",
            "and not tell the person who told",
            "so people stop being scared of break",
        ),
    ),
    Concern(
        "online",
        0.6,
        worry="online",
        place="online",
        what="treated_badly",
        help="safer_online",
        heads=(
            "Strangers adding me on games",
            "Random accounts messaging girls in my year",
            "Fights get put on stories and everyone shares it",
            "Nasty comments that come up even when you block people",
            "People making fake pictures of other people",
        ),
        tails=(
            "and you can't get away from it at home",
            "and the apps don't do anything when you report",
            "and parents don't understand it",
            "and it follows you into school",
        ),
        asks=(
            "Apps that answer when you report something",
            "Make it so strangers can't message under 16s",
            "Teach parents how the apps work",
            "Block the fight accounts",
        ),
        reasons=(
            "because reporting does nothing now",
            "and do it fast",
            "so it doesn't all end up at school",
        ),
    ),
    Concern(
        "hate",
        0.4,
        worry="hate",
        place="town",
        what="treated_badly",
        help="adults_around",
        heads=(
            "People telling my family to go home on the bus",
            "Getting looks because I wear a headscarf",
            "Being shouted at for speaking my own language near {spot}",
            "People using gay as an insult all day",
            "Stuff people say about my skin",
        ),
        tails=(
            "and nobody stands up for you",
            "and I was born here",
            "so we speak English when we're out",
            "and it got worse last summer",
        ),
        asks=(
            "People standing up for each other when they hear racist stuff",
            "Lessons about other cultures with real people",
            "Somewhere to report hate that isn't the police station",
            "Bus drivers who stop when someone's being racist",
        ),
        reasons=("because staying quiet is the worst bit", "so everyone feels they belong", "it isn't hard"),
    ),
    Concern(
        "drink",
        0.7,
        worry="drunk_people",
        place="town",
        what="drink_drugs",
        help="clean_up",
        heads=(
            "Drunk men outside {spot} in the daytime",
            "People fighting outside the pubs on a Friday",
            "Broken glass all over {spot}",
            "People drinking in the bus shelter",
            "Graffiti and smashed windows round {spot}",
        ),
        tails=(
            "and they shout at anyone going past",
            "and it stinks",
            "so families don't go there",
            "and it looks like nobody cares",
            "and it's been like that for ages",
        ),
        asks=(
            "Clean {spot} up and mend what's broken",
            "No drinking near the play area",
            "Paint it and put flowers, we'd help",
            "Take the boarded up shops and make something",
        ),
        reasons=(
            "because if it looks nice people look after it",
            "we could do a mural",
            "then people would go there again",
        ),
    ),
    Concern(
        "police",
        0.4,
        worry="police",
        place="town",
        what="treated_badly",
        help="police_listen",
        heads=(
            "Police stopping me and my mates for nothing",
            "The way police talk to us near {spot}",
            "Police only turn up after it's all over",
            "Getting searched in front of everyone",
        ),
        tails=(
            "so nobody tells them anything",
            "and they never say why",
            "and then you don't want to ring them",
            "because of how we look",
        ),
        asks=(
            "Police who say hello and learn our names",
            "The same officer at school so you get to know them",
            "Explain why they stop people",
            "Police who listen instead of moving us on",
        ),
        reasons=(
            "because then we'd tell them things",
            "not only when something's gone wrong",
            "it's about trust",
        ),
    ),
    Concern(
        "nothing_to_do",
        1.4,
        worry="fights",
        place="park",
        what="groups",
        help="things_to_do",
        heads=(
            "There's nothing to do so people just start fights",
            "The youth club shut and now everyone's on the street by {spot}",
            "Everything costs money round here",
            "Nothing that is free when it rains except {spot}",
            "People get bored and cause trouble at {spot}",
        ),
        tails=(
            "and then we get the blame",
            "so it kicks off every weekend",
            "and you get moved on from everywhere",
            "and the skate park is wrecked",
        ),
        asks=(
            "Open the youth club again, even two nights a week",
            "Free football or boxing with lights on",
            "A warm place to sit with friends that isn't a shop",
            "A music room or somewhere for gaming",
            "Things for girls as well, not just football",
        ),
        reasons=(
            "because bored people do stupid things",
            "and ask us what we want first",
            "so there's a reason to leave the house",
        ),
    ),
    Concern(
        "followed",
        0.6,
        worry="followed",
        place="way_there",
        what="nobody",
        help="adults_around",
        heads=(
            "When somebody walks right behind me and it's quiet",
            "Thinking someone is following me from {spot}",
            "Men sitting in cars by the school gate",
            "Empty streets on the way back from {spot}",
        ),
        tails=(
            "so I pretend to be on the phone",
            "and I take a longer way round",
            "and my heart goes really fast",
            "and there's nowhere to go in",
        ),
        asks=(
            "Shops with a sticker that says you can go in if you're scared",
            "Walking home in groups with a leader",
            "An app that tells my mum I got home",
            "Cameras that someone is watching by {spot}",
        ),
        reasons=("so there is always somewhere to go", "because being alone is the worst", "simple"),
    ),
)

SAFE: Final = (
    "I feel safe most of the time, everyone knows everyone in my village",
    "Honestly I feel fine when I'm with my friends",
    "Nothing much, it's quiet where I live",
    "I feel safe because my brother walks with me",
    "Not really unsafe, just the odd car",
    "My area is alright, people say hello",
    "I feel safe at my club because the leaders know us",
)

HELPS_ALREADY: Final = (
    "Being with my friends and having a charged phone",
    "The ladies at the library, they always let us sit there",
    "My youth worker, she listens and she gets things done",
    "Walking with my dog",
    "More of what we have at the boxing club, it's the best place round here",
)

NO_ANSWER: Final = (
    "idk",
    "nothing",
    "n/a",
    "dont know",
    "Not sure",
    "no",
    "...",
    "nothing really",
    "Nope",
    "?",
)

OFF_TOPIC: Final = (
    "pizza on fridays",
    "my chemistry test is the scariest thing in my life lol",
    "zombies",
    "Cambridge United to win something",
)

OTHER_LANGUAGES: Final = (
    "Boję się wracać sama po zmroku, bo na naszej ulicy nie ma lamp",
    "Więcej lamp przy parku i autobusy, które przyjeżdżają na czas",
    "Tamsu prie autobusų stotelės, bijau laukti viena",
    "Mi-e frică seara în parc pentru că sunt oameni beți",
)

# Texts a person has to read: signs of harm, written so that screening has something to hold.
SIGNS_OF_HARM: Final = (
    "my mums boyfriend hits me when hes been drinking and i dont want to go home",
    "an older boy makes me carry packages for him and says he'll hurt my brother if I stop",
    "Sometimes I think everyone would be better off if I wasn't here, I've been cutting myself again",
    "a man online keeps asking me for pictures and says he'll show everyone the one I sent",
    "they said they are going to stab me after school on friday",
    "My boyfriend grabs my arm and goes through my phone. I'm scared of what he does if I leave",
    "A man touched me on the bus and I haven't told anyone",
    "I want to kill myself and nobody at school knows",
    "my ex says he will post my pictures if I don't meet him",
    "I don't feel safe at home when my dad gets angry, he throws things at us",
    "I stopped eating because of what they say about me and I don't want to be here anymore",
    "some men gave me a phone and now I have to do drops for them or they'll hurt me",
    "I owe money to some boys for weed and they know where I live, they said they'll burn the house",
)

# Texts with details that must not reach anybody: found and replaced before they are stored.
WITH_DETAILS: Final = (
    "{name} in year 9 keeps taking my stuff and pushing people by the lockers",
    "Some boy called {name} waits outside {spot} for people. He's on insta as @{handle}",
    "you can ring me on {phone} if you want to know more about the dealing at {spot}",
    "Email my mum at {email}, she complained about the lights three times",
    "I live at {number} {street} and there are fights outside every weekend",
    "My mate {name} {surname} got his bike taken at {spot}",
    "message me on snap {handle} and I'll tell you who it is",
)
NAMES: Final = (
    "Kayleigh",
    "Tomasz",
    "Amir",
    "Leanne",
    "Josh",
    "Precious",
    "Danny",
    "Ruta",
    "Callum",
    "Aisha",
)
SURNAMES: Final = ("Whitlock", "Nowicki", "Hussain", "Barrowby", "Okafor", "Pettengell")
STREETS: Final = ("Plover Close", "Tannery Road", "Millfield Avenue", "Larkspur Way")
HANDLES: Final = ("k4yl_xo", "fen.rider07", "tomasz_pb", "notlee22")
SPOTS: Final = (
    "the park",
    "town",
    "the shops",
    "our estate",
    "my road",
    "the station",
)

# What each district's invented people write about more often than others (made up).
DISTRICTS: Final[dict[str, dict[str, float]]] = {
    "peterborough": {"knives": 1.8, "groups": 1.5, "drink": 1.4, "police": 1.4},
    "cambridge": {"roads": 1.5, "harassment": 1.6, "followed": 1.4},
    "fenland": {"buses": 1.7, "nothing_to_do": 1.8, "dark": 1.3, "hate": 1.4},
    "huntingdonshire": {"nothing_to_do": 1.4, "roads": 1.2, "drugs": 1.3},
    "east_cambridgeshire": {"buses": 1.9, "dark": 1.6, "roads": 1.4, "knives": 0.4},
    "south_cambridgeshire": {"buses": 1.6, "roads": 1.8, "dark": 1.5, "knives": 0.3},
}
