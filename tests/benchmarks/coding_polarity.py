"""Does the coder see whether an answer worries, says what helps, or asks for something?

    python -m tests.benchmarks.coding_polarity

150 answers, invented for this and taught to nobody, 50 of each way. Prints how many the first code got right,
without and with a question that is usually answered so, and what was taken for what.
"""

from __future__ import annotations

from collections import Counter

from analysis.code_frame import POLARITIES, load_code_frame, load_examples
from analysis.coding import Coder
from analysis.wave import Polarity

QUESTION: dict[Polarity, str] = {"worry": "unsafe_why", "helps": "safe_what", "ask": "one_change"}
WORRY = """
a lad on our estate keeps a machete under his bed
fights break out behind the sports hall most weeks
my bike vanished from the rack in broad daylight
ten boys on the steps who make you walk round
weed smoke drifting through my window all evening
a kid in my brother's form carries packages for a grown man
blokes hanging out of vans yelling at us
my boyfriend wants to see every message i send
girls in form call me pig and oink at me
someone cloned my account and messaged my whole year
they told my auntie to take her headscarf off
drunk people banging on the bus shelter
cars overtaking on the bend by the school
the lane is black as ink after five
the bus sailed past me again with room on it
nobody watches the far end of the playground
officers tipped my bag out on the pavement
there is not one thing open for us on a sunday
my chest gets tight every time i leave the house
i told them twice and they lost my form
a man walked behind me all the way from the co op
my only friend moved to leeds
the security guard is always asleep
pushed me off the kerb and called it a laugh
glass all over the slide
i get nervous when the train is full of football fans
people sleeping in our stairwell and shouting
seeing somebody get beaten up near my house
dad slams doors until two in the morning
motorbikes tearing across the field where kids play
being stared at because of my chair
somebody sent my picture round
no one believed me about him
they stopped and searched me outside my own house
bikes with no lights flying down the path
cannot sleep for worrying
being pressured for pics by a boy in year 11
scary older teens by the swings
fireworks being aimed at us
the flats are falling apart and stink
someone tried to get me to sell stuff
slurs shouted from a car
strangers messaging my sister on her game
my mum's partner scares me
the loos where they corner you
teachers shouting right in your face
shops keep getting robbed
a knife got pulled at a house party
there is never a police officer when you need one
i am frightened to walk alone
"""
HELPS = """
my grandma waiting at the window
two mates and a torch
the man at the corner shop keeps an eye out for us
our bus driver who waits until we are in
sitting by the librarian's desk
when the lamps are on all along the road
my coach knowing everyone's name
the cctv by the bank
mum tracking me on her phone
a teacher who never shouts
my bedroom door being shut
scouts on a monday
the pcso who waves at everybody
walking through a busy market
my big brother at the same college
living somewhere everybody knows you
having my counsellor's number
a zebra crossing with a lollipop lady
my dog next to me
the warden at my halls
daylight and people about
being round my nan's
the youth workers at the hub
a locked gate and a buzzer
my two best friends
cycle lanes with a proper kerb
knowing the neighbours
my private account and only real friends on it
swimming club with my sister
the ticket inspector on the late train
my mosque and the uncles there
being believed by my tutor
a quiet room at school when it is too much
calling my dad on the way
the choir i sing in
having people i love at home
staff at the door of the club
everyone sticking together after practice
a police officer who played cards with us
our road is bright and clean
being with adults i know
the caretaker who is always around
lots of families in the park
my therapist
when someone stands up for me
my carer tucking me in
getting picked up in the car
karate lessons
a cafe that lets us wait inside
the pride flag in our library
"""
ASK = """
put a lamp at the bottom of the hill
open a youth club in the old bank
more wardens walking round at night
make the bus come every half hour
please fix the gate in our playground
ban cars outside the primary
teach boys how to treat girls
get someone to listen to us and write back
a counsellor at every school
free boxing lessons
stop selling blades to children
clear the needles out of the bushes
we need a crossing by the park
police should say hello once in a while
sort out the bullies instead of moving me
cameras at the bus station would be good
give us somewhere warm to sit
make it easier to report things
cheaper train fares for students
take down fake accounts quicker
i would like more people to talk to
build a skate park here
lower the speed limit by ours
there should be more teachers at break
get rid of the gangs near the shops
i wish somebody would paint the underpass
help families who fight
punish people who are racist
let us have a say
extend the youth club to five nights
more bins please
stop the drinking on the green
bring back our pcso
shorter waits for mental health help
put a lock on the toilet doors
make apps check how old people are
could we have a shelter at the stop
help kids who are being used by dealers
lights, lights and lights
more women officers
somebody to walk the younger ones home
a phone line that teenagers can ring
do something about the speeding
train teachers to spot it
move the drug dealers away from the swings
night buses from town
someone to watch the school gate at three
longer opening hours at the library
make drivers stop for us
tell us what you are going to do
"""
ANSWERS: dict[Polarity, list[str]] = {
    "worry": WORRY.strip().splitlines(),
    "helps": HELPS.strip().splitlines(),
    "ask": ASK.strip().splitlines(),
}


def main() -> None:
    frame = load_code_frame()
    examples = load_examples(frame)
    taught = {text.casefold() for text, _, _ in examples.rows()}
    coder = Coder(frame, examples).fit([])
    for asked in (False, True):
        taken: Counter[tuple[Polarity, Polarity]] = Counter()
        for way, answers in ANSWERS.items():
            new = [answer for answer in answers if answer.casefold() not in taught]
            given = coder.assign(new, [QUESTION[way]] * len(new) if asked else None)
            taken.update((way, codes[0].polarity) for codes in given)
        right, total = sum(taken[way, way] for way in POLARITIES), sum(taken.values())
        print(f"\n{'With' if asked else 'Without'} the question: {right} of {total} ({right / total:.1%}).\n")
        print("| meant | " + " | ".join(f"taken for {way}" for way in POLARITIES) + " |\n|---|---|---|---|")
        for way in POLARITIES:
            print(f"| {way} | " + " | ".join(str(taken[way, other]) for other in POLARITIES) + " |")


if __name__ == "__main__":
    main()
