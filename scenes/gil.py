import threading
import time

SLEEPS, SECONDS = False, 1

def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass

def work(name):
    if SLEEPS:
        time.sleep(SECONDS)
    else:
        compute(SECONDS)
    print(name, "is done")

start = time.perf_counter()
threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(f"both took {time.perf_counter() - start:.2f} s")
